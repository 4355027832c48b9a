package id.gerbang.server.payment;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOther;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.letter.LetterWriter;
import java.util.List;
import java.util.Map;

/** The SMS after a payment: the receipt to the member, and a word to their agent. */
public final class PaymentLetters {
  private static final String AGENTS_LANGUAGE = "id";
  private static final Map<String, Slot> SLOTS =
      Map.of(
          "reference", plain(Simple.REFERENCE),
          "amount", plain(Simple.MONEY),
          "from", plain(Simple.DATE),
          "until", plain(Simple.DATE),
          "receipt", plain(Simple.REFERENCE));

  private final LetterWriter writer;

  public PaymentLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(toOwner("payment_receipt", SLOTS), toOther("payment_for_agent", SLOTS));
  }

  String receipt(String language, Bill bill, CoverPeriod cover, String payment) {
    return writer.write("payment_receipt", language, values(bill, cover, payment));
  }

  String toAgent(Bill bill, CoverPeriod cover, String payment) {
    return writer.write("payment_for_agent", AGENTS_LANGUAGE, values(bill, cover, payment));
  }

  private static Map<String, Value> values(Bill bill, CoverPeriod cover, String payment) {
    return Map.of(
        "reference", new Value.Text(bill.member()),
        "amount", new Value.Money(bill.amount()),
        "from", new Value.Day(cover.from()),
        "until", new Value.Day(cover.until()),
        "receipt", new Value.Text(payment));
  }
}
