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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang link}. It needs the database only, and runs beside the gateway. */
@Command(
    name = "link",
    description = "Links to operators: how they are, and whether they send.",
    mixinStandardHelpOptions = true)
final class LinkCommand {
  private final PrintStream out = System.out;

  @Command(
      name = "status",
      description =
          "Each link by node, its window, what waits for it, its last refused bind. Exit 1 when"
              + " one is bound nowhere.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin OpenRecords.Place place,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The link; all if not given.")
          String name) {
    try (OpenRecords records = place.openSealed(Home.find())) {
      return print(records, name == null ? known(records) : Set.of(one(records, name)));
    }
  }

  @Command(
      name = "pause",
      description =
          "The link stays bound and takes nothing from the outbox, on all nodes, until resume. What"
              + " waits for it does not move to others.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin OpenRecords.Place place,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The link.") String name,
      @Option(names = "--by", description = "Who pauses; your user name when not given.")
          String by) {
    try (OpenRecords records = place.openSealed(Home.find())) {
      String link = one(records, name);
      String who = by == null ? System.getProperty("user.name", "unknown") : by;
      boolean anew = new OutboxPauses(records.database().jdbi()).pause(link, who);
      out.println(
          anew
              ? link + " is paused: its messages wait until `gerbang link resume " + link + "`"
              : link + " was paused already");
      return 0;
    }
  }

  @Command(
      name = "resume",
      description = "What waits for the link leaves again.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin OpenRecords.Place place,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The link.") String name) {
    try (OpenRecords records = place.openSealed(Home.find())) {
      String link = one(records, name);
      boolean anew = new OutboxPauses(records.database().jdbi()).resume(link);
      out.println(anew ? link + " is resumed" : link + " was not paused");
      return 0;
    }
  }

  /** Those of the settings, those that nodes tell of, and those that messages wait for. */
  private static Set<String> known(OpenRecords records) {
    Set<String> known = new TreeSet<>();
    records.settings().smpp().forEach(link -> known.add(link.name()));
    Jdbi jdbi = records.database().jdbi();
    new LinkStates(jdbi).all().forEach(state -> known.add(state.link()));
    known.addAll(waiting(jdbi).keySet());
    known.addAll(new OutboxPauses(jdbi).all().keySet());
    return known;
  }

  private static String one(OpenRecords records, String name) {
    Set<String> known = known(records);
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

  private static Map<String, Waiting> waiting(Jdbi jdbi) {
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

  private int print(OpenRecords records, Set<String> links) {
    Jdbi jdbi = records.database().jdbi();
    List<LinkStates.Known> states = new LinkStates(jdbi).all();
    Map<String, Waiting> waiting = waiting(jdbi);
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
