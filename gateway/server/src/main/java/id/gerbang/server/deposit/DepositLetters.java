package id.gerbang.server.deposit;

import static id.gerbang.engine.letter.LetterSignature.personal;
import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOther;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The SMS about deposits. None says that savings protect anybody; each refusal says what to do, and
 * that the cash is not to be taken.
 */
public final class DepositLetters {
  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot MONEY = plain(Simple.MONEY);
  private static final Slot REFERENCE = plain(Simple.REFERENCE);
  private static final Slot WORD = plain(Simple.KEYWORD);
  private static final Slot TEXT = plain(Simple.TEXT);
  private static final Slot NIK = personal(Simple.NIK);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH.mm", Locale.ROOT);

  private final LetterWriter writer;
  private final ZoneId zone;

  /**
   * @param zone the branch's, in which times of day are printed
   */
  public DepositLetters(LetterWriter writer, ZoneId zone) {
    this.writer = writer;
    this.zone = zone;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        toOwner(
            "deposit_receipt",
            Map.of(
                "reference",
                REFERENCE,
                "amount",
                MONEY,
                "agent",
                plain(Simple.PERSON_NAME),
                "receipt",
                REFERENCE,
                "savings",
                MONEY,
                "paid",
                MONEY,
                "outcome",
                WORD)),
        toOther(
            "deposit_for_agent",
            Map.of(
                "nik", NIK, "amount", MONEY, "receipt", REFERENCE, "savings", MONEY, "paid", MONEY,
                "cash", MONEY, "outcome", WORD)),
        toOther(
            "deposit_repeated",
            Map.of("amount", MONEY, "time", TEXT, "figure", WORD, "next", plain(Simple.WHOLE))),
        toOther("deposit_wrong", Map.of("field", WORD)),
        toOther("deposit_refused", Map.of("why", WORD, "nik", NIK, "limit", MONEY, "has", MONEY)),
        toOther("deposit_stopped", Map.of("institution", plain(Simple.INSTITUTION), "why", WORD)),
        toOwner(
            "deposit_reversed",
            Map.of(
                "reference",
                REFERENCE,
                "amount",
                MONEY,
                "receipt",
                REFERENCE,
                "reason",
                TEXT,
                "savings",
                MONEY)),
        toOther(
            "deposit_reversed_for_agent",
            Map.of("amount", MONEY, "receipt", REFERENCE, "reason", TEXT, "cash", MONEY)),
        toOther(
            "handed_over", Map.of("amount", MONEY, "branch", WORD, "receipt", WORD, "cash", MONEY)),
        toOwner(
            "savings_paid_out",
            Map.of("reference", REFERENCE, "amount", MONEY, "receipt", WORD, "savings", MONEY)));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value money(long rupiah) {
    return new Value.Money(rupiah);
  }

  private String toAgent(String letter, Map<String, Value> values) {
    return writer.write(letter, AGENTS_LANGUAGE, values);
  }

  private static Value outcome(Deposited.Done done) {
    return text(done.paid() > 0 ? "settled" : "saved");
  }

  String receipt(String language, String reference, String agent, Deposited.Done done) {
    return writer.write(
        "deposit_receipt",
        language,
        Map.of(
            "reference", text(reference),
            "amount", money(done.rupiah()),
            "agent", text(agent),
            "receipt", text(done.reference()),
            "savings", money(done.savings()),
            "paid", money(done.paid()),
            "outcome", outcome(done)));
  }

  String toCollector(String nik, Deposited.Done done) {
    return toAgent(
        "deposit_for_agent",
        Map.of(
            "nik", text(nik),
            "amount", money(done.rupiah()),
            "receipt", text(done.reference()),
            "savings", money(done.savings()),
            "paid", money(done.paid()),
            "cash", money(done.cash()),
            "outcome", outcome(done)));
  }

  String wrong(DepositText.Field field) {
    return toAgent("deposit_wrong", Map.of("field", text(field.name().toLowerCase(Locale.ROOT))));
  }

  /** Why nothing was booked. */
  String refused(String nik, Deposited why) {
    return switch (why) {
      case Deposited.Done _ -> throw new IllegalArgumentException("what is booked is no refusal");
      case Deposited.Stopped(Stop stop) -> stopped(stop);
      case Deposited.NoMember() -> noMember(nik);
      case Deposited.Repeated repeated -> repeated(repeated);
      case Deposited.MemberEnded() -> refused("ended", nik, 0, 0);
      case Deposited.WrongAmount(DepositLimits limits) ->
          refused("amount", nik, limits.most(), limits.least());
      case Deposited.DayFull(long today, DepositLimits limits) ->
          refused("day", nik, limits.mostADay(), today);
      case Deposited.CashFull(long cash, DepositLimits limits) ->
          refused("cash", nik, limits.mostCash(), cash);
    };
  }

  String noMember(String nik) {
    return refused("member", nik, 0, 0);
  }

  private String refused(String why, String nik, long limit, long has) {
    return toAgent(
        "deposit_refused",
        Map.of("why", text(why), "nik", text(nik), "limit", money(limit), "has", money(has)));
  }

  private String repeated(Deposited.Repeated repeated) {
    return toAgent(
        "deposit_repeated",
        Map.of(
            "amount", money(repeated.rupiah()),
            "time", text(time(repeated.at())),
            "figure", text(Long.toString(repeated.rupiah())),
            "next", new Value.Whole(repeated.next())));
  }

  /** A time of the branch's day: {@code 09.14}. */
  String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  String stopped(Stop stop) {
    return switch (stop) {
      case Stop.NoAgent() -> toAgent("only_agents", Map.of("word", text("SETOR")));
      case Stop.NotActive() -> stopped("status", "");
      case Stop.Lapsed() -> stopped("certificate", "");
      case Stop.NoInstitution() -> stopped("institution", "");
      case Stop.NoMou(String institution) -> stopped("mou", institution);
    };
  }

  private String stopped(String why, String institution) {
    return toAgent(
        "deposit_stopped",
        Map.of("why", text(why), "institution", new Value.Named("", institution)));
  }

  String reversed(
      String language, String reference, String deposit, long rupiah, String reason, long savings) {
    return writer.write(
        "deposit_reversed",
        language,
        Map.of(
            "reference", text(reference),
            "amount", money(rupiah),
            "receipt", text(deposit),
            "reason", text(reason),
            "savings", money(savings)));
  }

  String reversedForAgent(String deposit, long rupiah, String reason, long cash) {
    return toAgent(
        "deposit_reversed_for_agent",
        Map.of(
            "amount", money(rupiah),
            "receipt", text(deposit),
            "reason", text(reason),
            "cash", money(cash)));
  }

  String handedOver(String branch, String receiptNo, long rupiah, long cash) {
    return toAgent(
        "handed_over",
        Map.of(
            "amount", money(rupiah),
            "branch", text(branch),
            "receipt", text(receiptNo),
            "cash", money(cash)));
  }

  String paidOut(String language, String reference, String receiptNo, long rupiah, long savings) {
    return writer.write(
        "savings_paid_out",
        language,
        Map.of(
            "reference", text(reference),
            "amount", money(rupiah),
            "receipt", text(receiptNo),
            "savings", money(savings)));
  }
}
