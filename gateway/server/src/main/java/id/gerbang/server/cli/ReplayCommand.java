package id.gerbang.server.cli;

import id.gerbang.server.record.ParkedMessages;
import id.gerbang.server.record.ParkedMessages.Kind;
import id.gerbang.server.record.ParkedMessages.Parked;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gerbang replay}. It needs the database only, and runs beside the gateway. */
@Command(
    name = "replay",
    description = {
      "Brings parked messages back to be handled again, once what parked them is mended.",
      "Exit 1 when nothing is parked."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OpenRecords.Place place;

  @Parameters(
      paramLabel = "inbox|chat|outbox",
      description = "SMS that came, updates of chats, or SMS to be sent.")
  private String kind;

  @Option(names = "--id", description = "Only this one.")
  private Long id;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--dry-run", description = "Shows what is parked, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--by", description = "Who replays; your user name when not given.")
  private String by;

  @Override
  public Integer call() {
    Kind what =
        Kind.of(kind)
            .orElseThrow(() -> wrong("expected inbox, chat or outbox, not \"" + kind + "\""));
    if (all == (id != null) && !(dryRun && !all)) {
      throw wrong("say which: --id N or --all (or look first: --dry-run)");
    }
    OptionalLong one = id == null ? OptionalLong.empty() : OptionalLong.of(id);
    try (OpenRecords records = place.openSealed(Home.find())) {
      ParkedMessages messages = new ParkedMessages(records.database().jdbi());
      List<Parked> parked =
          dryRun
              ? messages.list(what, one)
              : messages.replay(what, one, "operator:" + operator(), Instant.now());
      return print(what, parked);
    }
  }

  private String operator() {
    return by == null ? System.getProperty("user.name", "unknown") : by;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int print(Kind what, List<Parked> parked) {
    parked.forEach(
        one ->
            spec.commandLine()
                .getOut()
                .println(what.label() + " " + one.id() + "  " + one.at() + "  " + one.why()));
    spec.commandLine()
        .getOut()
        .println(
            parked.isEmpty()
                ? "nothing is parked there"
                : parked.size() + (dryRun ? " parked, nothing was changed" : " handled again"));
    return parked.isEmpty() ? 1 : 0;
  }
}
