package id.gerbang.server.payment;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Tells the member and their agent of a payment, in the payment's own transaction. */
final class Receipts {
  private final SealedText sealed;
  private final Outbox outbox;
  private final PaymentLetters letters;

  Receipts(Vault vault, Outbox outbox, PaymentLetters letters) {
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  /**
   * @param agentPhone of an agent who is active
   */
  private record Readers(String language, Optional<String> phone, Optional<String> agentPhone) {}

  /** Money is never refused for want of a phone: who has none that opens is told nothing. */
  void tell(Handle tx, Bill bill, CoverPeriod cover, String payment, Instant at) {
    Optional<Readers> readers = readers(tx, bill.member());
    if (readers.isEmpty()) {
      return;
    }
    List<NewSms> messages = new ArrayList<>();
    String about = "payment:" + payment;
    readers
        .get()
        .phone()
        .ifPresent(
            phone ->
                messages.add(
                    new NewSms(
                        new Msisdn(phone),
                        letters.receipt(readers.get().language(), bill, cover, payment),
                        about,
                        at)));
    readers
        .get()
        .agentPhone()
        .ifPresent(
            phone ->
                messages.add(
                    new NewSms(
                        new Msisdn(phone), letters.toAgent(bill, cover, payment), about, at)));
    outbox.add(tx, messages.toArray(NewSms[]::new));
  }

  private Optional<Readers> readers(Handle tx, String member) {
    return tx.createQuery(
            """
            SELECT a.language, a.phone_sealed, g.code, g.phone_sealed AS agent_phone FROM application a
            LEFT JOIN agent g ON g.code = a.agent AND g.status = 'active' WHERE a.reference = ?
            """)
        .bind(0, member)
        .map(
            (row, _) -> {
              byte[] agent = row.getBytes("agent_phone");
              String place = "agent.phone:" + row.getString("code");
              return new Readers(
                  row.getString("language"),
                  sealed.tryOpen(row.getBytes("phone_sealed"), "application.phone:" + member),
                  Optional.ofNullable(agent).flatMap(phone -> sealed.tryOpen(phone, place)));
            })
        .findFirst();
  }
}
