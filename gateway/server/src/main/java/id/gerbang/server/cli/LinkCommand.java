package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import java.util.stream.Collectors;
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
      return desk(records).status(name);
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
      return desk(records)
          .pause(name, by == null ? System.getProperty("user.name", "unknown") : by);
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
      return desk(records).resume(name);
    }
  }

  private static LinkDesk desk(OpenRecords records) {
    return new LinkDesk(
        records.database().jdbi(),
        records.settings().smpp().stream().map(Settings.Link::name).collect(Collectors.toSet()),
        System.out);
  }
}
