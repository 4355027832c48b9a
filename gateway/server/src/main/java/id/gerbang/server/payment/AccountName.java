package id.gerbang.server.payment;

import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import org.jdbi.v3.core.Handle;

/**
 * The name that a bank shows at an account: masked, for who stands at the counter may be anybody.
 */
public final class AccountName {
  private final SealedText sealed;

  public AccountName(Vault vault) {
    this.sealed = new SealedText(vault);
  }

  /** Of a member; their reference where no name is known. */
  public String of(Handle tx, String member) {
    return tx.createQuery(
            "SELECT w.name_sealed, encode(w.nik_lookup, 'hex') AS worker FROM application a JOIN"
                + " worker w ON w.id = a.worker WHERE a.reference = ? AND w.name_sealed IS NOT"
                + " NULL")
        .bind(0, member)
        .map(
            (row, _) ->
                sealed.tryOpen(
                    row.getBytes("name_sealed"), "worker.name:" + row.getString("worker")))
        .findFirst()
        .flatMap(found -> found)
        .map(PersonName::masked)
        .orElse("BPJS TK " + member);
  }
}
