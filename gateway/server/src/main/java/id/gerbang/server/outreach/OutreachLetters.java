package id.gerbang.server.outreach;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOther;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Reader;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.letter.LetterWriter;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SMS that nobody asked for, and those about not wanting any. A reminder says what is due,
 * until when, how to pay it and whom to ask; none says that somebody is protected for a day that is
 * not paid.
 */
public final class OutreachLetters {
  /** How a text says to pay. */
  private static final String PAY_BY = "pay_by";

  private static final String BY_CODE = "code";
  private static final String BY_REPLY = "reply";

  /** Whom a text says to ask. */
  private static final String ASK_WHOM = "ask_whom";

  private static final String THE_AGENT = "agent";
  private static final String THE_BRANCH = "branch";

  private static final String AGENTS_LANGUAGE = "id";

  private final LetterWriter writer;

  public OutreachLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** The closed sets that its letters select by. */
  public static Map<String, List<String>> sets() {
    return Map.of(PAY_BY, List.of(BY_CODE, BY_REPLY), ASK_WHOM, List.of(THE_AGENT, THE_BRANCH));
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    Slot amount = plain(Simple.MONEY);
    Slot day = plain(Simple.DATE);
    Slot count = plain(Simple.WHOLE);
    return List.of(
        new LetterSignature("outreach_stopped", Reader.OWNER, Map.of()),
        new LetterSignature("outreach_begun", Reader.OWNER, Map.of()),
        new LetterSignature("unfinished", Reader.OWNER, Map.of("topic", plain(Simple.TEXT))),
        toOwner("remind_before", reminder(Map.of("amount", amount, "until", day))),
        toOwner("remind_stopped", reminder(Map.of("amount", amount, "since", day))),
        toOwner("remind_arrears", reminder(Map.of("amount", amount, "late", count, "last", day))),
        toOwner("remind_last", reminder(Map.of("amount", amount, "late", count, "last", day))),
        toOwner("remind_ended", reminder(Map.of("since", day))),
        toOwner("remind_first", reminder(Map.of("amount", amount))),
        toOwner("bill_expired", reminder(Map.of())),
        toOther("remind_week", Map.of("soon", count, "stopped", count, "unpaid", count)));
  }

  private static Map<String, Slot> reminder(Map<String, Slot> more) {
    Map<String, Slot> slots = new HashMap<>(more);
    slots.put("reference", plain(Simple.REFERENCE));
    slots.put(PAY_BY, plain(new Type.ChoiceOf(PAY_BY)));
    slots.put("code", plain(Simple.KEYWORD));
    slots.put(ASK_WHOM, plain(new Type.ChoiceOf(ASK_WHOM)));
    slots.put("agent", plain(Simple.PHONE));
    return slots;
  }

  /**
   * What each reminder of a member has.
   *
   * @param code of the bill that can be paid
   * @param agent the phone of their agent, who is active
   */
  record Reminder(String language, String member, Optional<String> code, Optional<String> agent) {

    private Map<String, Value> and(Map<String, Value> more) {
      Map<String, Value> values = new HashMap<>(more);
      values.put("reference", new Value.Text(member));
      values.put(PAY_BY, new Value.Choice(code.isPresent() ? BY_CODE : BY_REPLY));
      values.put(ASK_WHOM, new Value.Choice(agent.isPresent() ? THE_AGENT : THE_BRANCH));
      code.ifPresent(digits -> values.putIfAbsent("code", new Value.Text(digits)));
      agent.ifPresent(phone -> values.put("agent", new Value.Text(phone)));
      return values;
    }
  }

  String stopped(String language) {
    return writer.write("outreach_stopped", language, Map.of());
  }

  String begun(String language) {
    return writer.write("outreach_begun", language, Map.of());
  }

  /**
   * @param flow the menu that was left open; its topic says what it is about
   */
  String unfinished(String language, String flow) {
    String topic = writer.words(flow + ".topic", language).orElse(flow);
    return writer.write("unfinished", language, Map.of("topic", new Value.Text(topic)));
  }

  /** Cover ends soon, or today. */
  String before(Reminder to, Protection.Active active, long amount) {
    return write(
        "remind_before", to, Map.of("amount", money(amount), "until", day(active.until())));
  }

  /**
   * Cover has ended.
   *
   * @param last whether the membership soon will
   */
  String stopped(Reminder to, Protection.Stopped stopped, long amount, boolean last) {
    int late = stopped.due().arrearsMonths();
    if (late == 0) {
      return write(
          "remind_stopped", to, Map.of("amount", money(amount), "since", day(stopped.since())));
    }
    return write(
        last ? "remind_last" : "remind_arrears",
        to,
        Map.of(
            "amount", money(amount), "late", new Value.Whole(late), "last", day(stopped.last())));
  }

  String ended(Reminder to, LocalDate since) {
    return write("remind_ended", to, Map.of("since", day(since)));
  }

  String first(Reminder to, long amount) {
    return write("remind_first", to, Map.of("amount", money(amount)));
  }

  /**
   * @param code that can be paid no more
   */
  String expired(Reminder to, String code) {
    return write("bill_expired", to, Map.of("code", new Value.Text(code)));
  }

  /** An agent's members in figures: nothing of anybody. */
  String week(ReminderRows.Figures figures) {
    return writer.write(
        "remind_week",
        AGENTS_LANGUAGE,
        Map.of(
            "soon", new Value.Whole(figures.soon()),
            "stopped", new Value.Whole(figures.stopped()),
            "unpaid", new Value.Whole(figures.unpaid())));
  }

  private String write(String letter, Reminder to, Map<String, Value> values) {
    return writer.write(letter, to.language(), to.and(values));
  }

  private static Value money(long rupiah) {
    return new Value.Money(rupiah);
  }

  private static Value day(LocalDate day) {
    return new Value.Day(day);
  }
}
