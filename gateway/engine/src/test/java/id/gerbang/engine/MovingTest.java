package id.gerbang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Moving.Moved;
import id.gerbang.engine.Moving.Place;
import id.gerbang.engine.Moving.Way;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of a conversation when another book is live. */
class MovingTest {
  private static final FlowBook OWN = SampleBook.book();

  /** The sample book with its files changed. */
  private static FlowBook changed(Map<String, UnaryOperator<String>> changes) {
    Map<String, String> sources = SampleBook.sources();
    changes.forEach(
        (path, change) -> {
          String before = sources.get(path);
          String after = change.apply(before);
          assertThat(after).as("%s changes", path).isNotEqualTo(before);
          sources.put(path, after);
        });
    return switch (FlowBook.load(sources, SampleBook.catalog())) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  /** {@code register} with a declared move. */
  private static UnaryOperator<String> moves(String moves) {
    return text -> text.replace("start: consent\n", "moves: {" + moves + "}\nstart: consent\n");
  }

  private static PlayedPhone at(String... typed) {
    PlayedPhone phone = new PlayedPhone(OWN, Surface.USSD);
    phone.dial();
    phone.type(typed);
    return phone;
  }

  /** At the question for the day of birth, in {@code register}. */
  private static PlayedPhone atBirthDate() {
    PlayedPhone phone = at("1", "1", "5171991708900001", "Wayan Sudarma");
    assertThat(phone.conversation.standsAt()).isEqualTo("register.birth_date");
    return phone;
  }

  private static Progress arrive(FlowBook live, Moved moved, Input input, boolean offered) {
    return Engine.arrive(
        live,
        ((Moved.Goes) moved).conversation(),
        input,
        offered,
        new Situation(Surface.USSD, PlayedPhone.NOW, java.time.ZoneId.of("Asia/Makassar"), "moved"),
        Walk.UNSEEN);
  }

  @Test
  void withoutADeclaredMoveItEndsInItsOwnBook() {
    FlowBook live = changed(Map.of("messages/id.yaml", text -> text + "\n# another day\n"));
    assertThat(live.hash()).isNotEqualTo(OWN.hash());
    assertThat(Moving.of(atBirthDate().conversation, OWN, live)).isEqualTo(new Moved.Stays());
  }

  @Test
  void aDeclaredMoveShowsTheNewStepAndDropsWhatAnsweredTheOld() {
    FlowBook live = changed(Map.of("register.yaml", moves("birth_date: nik")));
    Moved moved = Moving.of(atBirthDate().conversation, OWN, live);
    Progress progress = arrive(live, moved, new Input.Answer("17081990"), false);
    Conversation there = ConversationCodec.read(ConversationCodec.write(progress.conversation()));
    assertThat(there.book()).isEqualTo(live.hash());
    assertThat(there.standsAt()).isEqualTo("register.nik");
    assertThat(there.top().values())
        .containsEntry("nik", new Value.Text("5171991708900001"))
        .containsKey("consent");
    assertThat(((Progress.Waits) progress).screen().text()).contains("NIK");
  }

  @Test
  void itCanGoBackOnlyToWhatIsThereStill() {
    FlowBook live =
        changed(
            Map.of(
                "register.yaml",
                text ->
                    moves("birth_date: birth_date")
                        .apply(text)
                        .replace("on: {new: name,", "on: {new: birth_date,")
                        .replaceFirst("(?s)  # A keypad without.*?\\n\\n", "\n"),
                "messages/id.yaml",
                text -> withoutName(text),
                "messages/en.yaml",
                text -> withoutName(text)));
    Moved moved = Moving.of(atBirthDate().conversation, OWN, live);
    assertThat(((Moved.Goes) moved).conversation().top().trail())
        .isEqualTo(List.of("consent", "nik"));
  }

  private static String withoutName(String text) {
    List<String> lines = new ArrayList<>();
    boolean inRegister = false;
    boolean inName = false;
    for (String line : text.lines().toList()) {
      inRegister = line.startsWith(" ") || line.isBlank() ? inRegister : line.equals("register:");
      inName =
          line.startsWith("   ") || line.startsWith("  #")
              ? inName
              : inRegister && line.startsWith("  name:");
      if (!inName) {
        lines.add(line);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aValueThatNoVariableHoldsIsDropped() {
    FlowBook live = changed(Map.of("register.yaml", moves("birth_date: nik")));
    Conversation asked = atBirthDate().conversation;
    Conversation odd = asked.withTop(asked.top().with("nobody_knows_this", new Value.Text("x")));
    Moved moved = Moving.of(odd, OWN, live);
    assertThat(((Moved.Goes) moved).conversation().top().values().keySet())
        .isEqualTo(Set.of("consent", "nik", "name"));
  }

  @Test
  void whereSomethingThatTheStepNeedsIsNotKnownItStays() {
    FlowBook live = changed(Map.of("register.yaml", moves("birth_date: summary")));
    assertThat(Moving.of(atBirthDate().conversation, OWN, live)).isEqualTo(new Moved.Stays());
    assertThat(Moving.way(atBirthDate().conversation.places(), live))
        .isInstanceOfSatisfying(
            Way.To.class,
            to ->
                assertThat(to.needs().getLast())
                    .contains("nik", "birth_date", "village", "plan", "consent")
                    .doesNotContain("name", "agent", "reference"));
  }

  @Test
  void aFlowInsideAnotherIsLeftWhereTheOuterOneMoves() {
    PlayedPhone phone = at("1", "1", "5171991708900001", "Wayan Sudarma", "17081990");
    assertThat(phone.conversation.standsAt()).isEqualTo("pick_village.search");
    FlowBook live = changed(Map.of("register.yaml", moves("village: birth_date")));
    Moved moved = Moving.of(phone.conversation, OWN, live);
    assertThat(((Moved.Goes) moved).conversation().places())
        .containsExactly(new Place("main", "register"), new Place("register", "birth_date"));
  }

  @Test
  void aFlowWhoseCallerIsGoneStays() {
    FlowBook live =
        changed(
            Map.of(
                "main.yaml",
                text ->
                    text.replace("{register: register}", "{register: enrol}")
                        .replace("  register: {run:", "  enrol: {run:"),
                "register.yaml",
                moves("birth_date: nik")));
    assertThat(Moving.way(atBirthDate().conversation.places(), live))
        .isEqualTo(new Way.Lost(new Place("main", "register")));
    assertThat(Moving.of(atBirthDate().conversation, OWN, live)).isEqualTo(new Moved.Stays());
  }

  @Test
  void theMainMenuAndAnAnswerToTheOfferAreHeard() {
    FlowBook live = changed(Map.of("register.yaml", moves("birth_date: nik")));
    Moved moved = Moving.of(atBirthDate().conversation, OWN, live);
    assertThat(arrive(live, moved, new Input.Answer("00"), false).conversation().standsAt())
        .isEqualTo("main.menu");
    assertThat(arrive(live, moved, new Input.Answer("2"), false).conversation().standsAt())
        .isEqualTo("register.nik");
    assertThat(arrive(live, moved, new Input.Answer("2"), true).conversation().standsAt())
        .isEqualTo("main.menu");
    assertThat(arrive(live, moved, new Input.Answer("0"), true)).isInstanceOf(Progress.Ends.class);
    assertThat(arrive(live, moved, new Input.Answer("1"), true).conversation().standsAt())
        .isEqualTo("register.nik");
  }

  @Test
  void aListThatItMovesToIsAskedAnew() {
    FlowBook live = changed(Map.of("register.yaml", moves("birth_date: occupation")));
    PlayedPhone phone = atBirthDate();
    Conversation known =
        phone.conversation.withTop(
            phone
                .conversation
                .top()
                .with("birth_date", new Value.Day(java.time.LocalDate.of(1990, 8, 17)))
                .with("village", new Value.Named("v0", "Sesetan")));
    Progress progress =
        arrive(live, Moving.of(known, OWN, live), new Input.Answer("17081990"), false);
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Needs.class,
            needs -> assertThat(needs.request().action()).isEqualTo("programme.occupations"));
  }
}
