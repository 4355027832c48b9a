package id.gerbang.server.cli;

import id.gerbang.server.link.LinkStates;
import id.gerbang.server.outbox.OutboxPauses;
import id.gerbang.server.outbox.OutboxPauses.Pause;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/** What {@code gerbang link} does, by the database alone. */
final class LinkDesk {
  private final Jdbi jdbi;
  private final Set<String> named;
  private final PrintStream out;

  /**
   * @param named the links of the settings
   */
  LinkDesk(Jdbi jdbi, Set<String> named, PrintStream out) {
    this.jdbi = jdbi;
    this.named = named;
    this.out = out;
  }

  /**
   * Prints each link by node.
   *
   * @param name the link, or null for all
   * @return 1 when one is bound nowhere
   * @throws IllegalArgumentException when no link is called so
   */
  int status(String name) {
    return print(name == null ? known() : Set.of(one(name)));
  }

  /**
   * Holds back what waits for a link.
   *
   * @param name the link, or null where there is only one
   */
  int pause(String name, String by) {
    String link = one(name);
    boolean anew = new OutboxPauses(jdbi).pause(link, by);
    out.println(
        anew
            ? link + " is paused: its messages wait until `gerbang link resume " + link + "`"
            : link + " was paused already");
    return 0;
  }

  /** Lets it leave again. */
  int resume(String name) {
    String link = one(name);
    boolean anew = new OutboxPauses(jdbi).resume(link);
    out.println(anew ? link + " is resumed" : link + " was not paused");
    return 0;
  }

  /** Those of the settings, those that nodes tell of, and those that messages wait for. */
  private Set<String> known() {
    Set<String> known = new TreeSet<>(named);
    new LinkStates(jdbi).all().forEach(state -> known.add(state.link()));
    known.addAll(waiting().keySet());
    known.addAll(new OutboxPauses(jdbi).all().keySet());
    return known;
  }

  private String one(String name) {
    Set<String> known = known();
    if (name == null && known.size() == 1) {
      return known.iterator().next();
    }
    if (name == null || !known.contains(name)) {
      throw new IllegalArgumentException(
          (name == null ? "name a link" : "no link is called \"" + name + "\"")
              + "; known are "
              + String.join(", ", known));
    }
    return name;
  }

  private record Waiting(long messages, long unknown, Duration oldest) {
    static final Waiting NONE = new Waiting(0, 0, Duration.ZERO);
  }

  private Map<String, Waiting> waiting() {
    Map<String, Waiting> waiting = new LinkedHashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT link, count(*) FILTER (WHERE status = 'due' AND due_at <= now()) AS due,
                      count(*) FILTER (WHERE status IN ('sending', 'unknown')) AS unknown,
                      coalesce(CAST(1000 * extract(epoch FROM now() - min(due_at)
                        FILTER (WHERE status = 'due' AND due_at <= now())) AS bigint), 0) AS oldest
                    FROM outbox WHERE status IN ('due', 'sending', 'unknown') GROUP BY link
                    """)
                .map(
                    (row, _) ->
                        waiting.put(
                            row.getString("link"),
                            new Waiting(
                                row.getLong("due"),
                                row.getLong("unknown"),
                                Duration.ofMillis(row.getLong("oldest")))))
                .list());
    return waiting;
  }

  private int print(Set<String> links) {
    List<LinkStates.Known> states = new LinkStates(jdbi).all();
    Map<String, Waiting> waiting = waiting();
    Map<String, Pause> paused = new OutboxPauses(jdbi).all();
    boolean allBound = true;
    for (String link : links) {
      List<LinkStates.Known> nodes =
          states.stream().filter(state -> state.link().equals(link)).toList();
      boolean bound = nodes.stream().anyMatch(node -> node.alive() && node.state().equals("bound"));
      allBound &= bound;
      out.println(
          link
              + (bound ? "" : "  BOUND NOWHERE")
              + (paused.containsKey(link) ? "  " + told(paused.get(link)) : "")
              + "  "
              + told(waiting.getOrDefault(link, Waiting.NONE)));
      nodes.forEach(node -> lines(node).forEach(out::println));
    }
    return allBound ? 0 : 1;
  }

  private static String told(Pause pause) {
    return "PAUSED by " + pause.by() + " since " + second(pause.since());
  }

  private static String told(Waiting waiting) {
    return "waiting "
        + waiting.messages()
        + (waiting.messages() > 0 ? ", oldest " + waiting.oldest().toSeconds() + " s" : "")
        + (waiting.unknown() > 0
            ? ", " + waiting.unknown() + " under way or with no answer yet"
            : "");
  }

  private static List<String> lines(LinkStates.Known node) {
    List<String> lines = new ArrayList<>();
    lines.add(
        node.alive()
            ? "  %-28s %-10s since %s  window %d/%d%s"
                .formatted(
                    node.node(),
                    node.state(),
                    second(node.since()),
                    node.windowUsed(),
                    node.windowSize(),
                    node.detail().isEmpty() ? "" : "  (" + node.detail() + ")")
            : "  %-28s gone       last seen %s".formatted(node.node(), second(node.seenAt())));
    node.refusal()
        .ifPresent(
            no -> lines.add("    last refused bind: " + no.status() + " at " + second(no.at())));
    return lines;
  }

  private static String second(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond()).toString();
  }
}
