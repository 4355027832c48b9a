package id.gerbang.engine.book;

import static id.gerbang.engine.book.Key.needed;
import static id.gerbang.engine.book.Key.optional;

import id.gerbang.engine.book.Key.Form;
import id.gerbang.engine.book.Key.Group;
import id.gerbang.engine.value.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may be written in a flow's file: every map of it, key by key. */
final class FlowGrammar {
  private FlowGrammar() {}

  /** The file itself. */
  static final Group FLOW =
      Group.of(
          needed("flow", Form.NAME, "the name of this menu"),
          optional("about", Form.SENTENCE, "what it is for, for those who read the file"),
          optional("budget", Form.BUDGET, "what the shortest complete way may cost on USSD"),
          optional(
              "remind", Form.TRUTH, "who leaves it unfinished gets an SMS that offers to go on"),
          optional("learns", Form.VARIABLES, "what it can know, each with its type"),
          optional("takes", Form.NAMES, "the variables that a flow which runs it gives it"),
          optional("gives", Form.NAMES, "the variables that it gives back when it returns"),
          optional("moves", Form.PAIRS, "where conversations of an older book go: old step: step"),
          needed("start", Form.NAME, "the first step"),
          needed("steps", Form.STEPS, "the steps, each of exactly one kind"));

  /** What the shortest complete way may cost. */
  static final Group BUDGET =
      Group.of(
          optional("screens", Form.WHOLE, "the most screens"),
          optional("seconds", Form.WHOLE, "the most seconds of reading and typing"),
          optional("to", Form.NAME, "the step where a complete way ends; any end, unless said"));

  /** The file {@code letters.yaml}. */
  static final Group LETTERS =
      Group.of(
          optional("letters", Form.LETTERS, "the letters that take more than one plain part"),
          optional("filtered", Form.NAMES, "words that carriers hold back as advertising"));

  /** A letter under {@code letters:}. */
  static final Group LETTER =
      Group.of(
          optional("segments", Form.WHOLE, "the most parts of an SMS it may take"),
          optional("unicode", Form.TRUTH, "it may use characters that force UCS-2"));

  /** A variable under {@code learns:}. */
  static final Group VARIABLE =
      Group.of(
          needed("type", Form.TYPE, "how it is typed, checked and printed"),
          optional("of", Form.SET, "the set that a choice is made from"),
          optional("personal", Form.TRUTH, "encrypted at rest, masked but on its owner's screen"),
          optional("optional", Form.TRUTH, "it may stay unset"));

  private static final Key NOTICE =
      optional("notice", Form.NAME, "a sentence above the next screen, <flow>.<step>.<notice>");

  private static final Key FORGETS =
      optional("forgets", Form.NAMES, "optional variables that are unset from here on");

  /** A branch with a condition. */
  static final Group BRANCH =
      Group.of(
          needed("if", Form.CONDITION, "what must hold, for example age(birth_date) >= 65"),
          needed("then", Form.NAME, "the step when it holds"),
          NOTICE,
          FORGETS);

  /** The last branch. */
  static final Group LAST_BRANCH =
      Group.of(needed("else", Form.NAME, "the step when nothing above holds"), NOTICE, FORGETS);

  private static final Key NEXT = needed("then", Form.NAME, "the next step");

  /** The kinds of steps; the key of that name makes a step of that kind. */
  enum StepKind {
    MENU(
        needed("menu", Form.OPTIONS, "options to choose from, numbered in this order"),
        optional("into", Form.NAME, "the variable that takes the chosen option")),
    LIST(
        needed("list", Form.FEED, "options that an action gives, paged"),
        optional("with", Form.PAIRS, "what the action takes: input: variable"),
        needed("into", Form.NAME, "the variable that takes what is chosen"),
        NEXT,
        needed("none", Form.NAME, "where an empty list leads"),
        optional("single", Form.NAME, "where a list of one leads without asking"),
        optional(
            "unavailable", Form.NAME, "where it leads when the list cannot be read; else none"),
        optional("or", Form.OPTIONS, "numbered options after those of the list")),
    ASK(
        needed("ask", Form.NAME, "a question; the answer goes into this variable"),
        NEXT,
        optional("or", Form.OPTIONS, "numbered options beside the answer")),
    SAY(needed("say", Form.TRUTH, "words to read, on as many pages as they need"), NEXT),
    DO(
        needed("do", Form.ACT, "an action of the server"),
        optional("with", Form.PAIRS, "what the action takes: input: variable"),
        optional("gives", Form.PAIRS, "the variables that take what it gives: output: variable"),
        needed("on", Form.PAIRS, "where each of its outcomes leads: outcome: step")),
    WHEN(needed("when", Form.BRANCHES, "the first branch that holds; the last one is else")),
    RUN(
        needed("run", Form.NAME, "another flow as a step of this one"),
        optional("with", Form.PAIRS, "what that flow takes: its variable: our variable"),
        optional("gives", Form.PAIRS, "what it gives back: our variable: its variable"),
        needed("then", Form.NAME, "the step after the flow returns")),
    END(needed("end", Form.ENDING, "true ends with words, return goes back to the caller"));

    private final Group keys;

    StepKind(Key... keys) {
      this.keys = Group.of(keys);
    }

    Group keys() {
      return keys;
    }

    /** The key that makes a step of this kind. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StepKind> of(String key) {
      return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    /** All their keys, sorted. */
    static List<String> names() {
      return Arrays.stream(values()).map(StepKind::key).sorted().toList();
    }
  }

  /** The type of which a variable also says {@code of:} what. */
  static final String CHOICE = "choice";

  /** The simple types by the name that a flow writes. */
  static Map<String, Type.Simple> types() {
    Map<String, Type.Simple> types = new TreeMap<>();
    for (Type.Simple type : Type.Simple.values()) {
      types.put(type.name().toLowerCase(Locale.ROOT), type);
    }
    return types;
  }

  /** Every name that may stand behind {@code type:}, sorted. */
  static List<String> typeNames() {
    Map<String, Type.Simple> types = types();
    types.put(CHOICE, Type.Simple.TEXT); // only its name is asked for
    return List.copyOf(types.keySet());
  }

  /** What {@code end:} may be. */
  enum Ending {
    /** Closes the conversation with words. */
    TRUE,
    /** Goes back to the flow that ran this one. */
    RETURN;

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
