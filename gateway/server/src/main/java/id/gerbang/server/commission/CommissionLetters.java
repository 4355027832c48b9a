package id.gerbang.server.commission;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.letter.LetterWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/**
 * The SMS of a month's statement, to its agent. Its figures are not confirmed: it says that they
 * are an estimate.
 */
public final class CommissionLetters {
  private static final Map<String, Slot> SLOTS =
      Map.of(
          "agent", plain(Simple.AGENT_CODE),
          "from", plain(Simple.DATE),
          "until", plain(Simple.DATE),
          "new", plain(Simple.WHOLE),
          "net", plain(Simple.MONEY),
          "tax", plain(Simple.MONEY),
          "by", plain(Simple.DATE));

  private final LetterWriter writer;

  public CommissionLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(toOwner("commission", SLOTS), toOwner("commission_by_branch", SLOTS));
  }

  /** The statement; who has no institution asks the branch for the money. */
  String statement(String language, YearMonth month, Line line, LocalDate by) {
    return writer.write(
        line.institution().isPresent() ? "commission" : "commission_by_branch",
        language,
        Map.of(
            "agent", new Value.Text(line.agent()),
            "from", new Value.Day(month.atDay(1)),
            "until", new Value.Day(month.atEndOfMonth()),
            "new", new Value.Whole(line.earned().newOnes()),
            "net", new Value.Money(line.pay().net()),
            "tax", new Value.Money(line.pay().tax()),
            "by", new Value.Day(by)));
  }
}
