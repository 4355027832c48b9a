package id.gerbang.server.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is looked out for. Each has innocent causes; docs/signals.md says which. */
public enum Rule {
  /** Many workers were registered with one phone. */
  MANY_FROM_PHONE,
  /** So many in so short a time that nobody can have talked to each of them. */
  BURST_PHONE,
  /** The same of an agent, whatever the phones. */
  BURST_AGENT,
  /** Two people of one name and one birth date, under different NIKs. */
  SAME_PERSON,
  /** An agent said YA within seconds of being asked, repeatedly. */
  QUICK_ANSWERS;

  /** As stored and as the API says it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them, for people. */
  public static String labels() {
    return Arrays.stream(values()).map(Rule::label).collect(Collectors.joining(", "));
  }

  /** Empty when no rule is called so. */
  public static Optional<Rule> labelled(String label) {
    return Arrays.stream(values()).filter(rule -> rule.label().equals(label)).findFirst();
  }
}
