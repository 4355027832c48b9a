package id.gerbang.server.billing;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.util.List;
import java.util.Map;

/**
 * The SMS about bills, to their members in the language they chose. None says that somebody is
 * covered before they have paid.
 */
public final class BillLetters {
  private final LetterWriter writer;

  public BillLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        toOwner(
            "bill_issued",
            Map.of(
                "reference", plain(Simple.REFERENCE),
                "code", plain(Simple.KEYWORD),
                "account", plain(Simple.KEYWORD),
                "amount", plain(Simple.MONEY),
                "months", plain(Simple.WHOLE),
                "expires", plain(Simple.MOMENT))),
        toOwner("membership_reopened", Map.of("reference", plain(Simple.REFERENCE))));
  }

  String reopened(String language, String member) {
    return writer.write(
        "membership_reopened", language, Map.of("reference", new Value.Text(member)));
  }

  String issued(String language, Bill bill) {
    return writer.write(
        "bill_issued",
        language,
        Map.of(
            "reference", new Value.Text(bill.member()),
            "code", new Value.Text(bill.paymentCode()),
            "account", new Value.Text(bill.account().digits()),
            "amount", new Value.Money(bill.amount()),
            "months", new Value.Whole(bill.months()),
            "expires", new Value.Moment(bill.expiresAt())));
  }
}
