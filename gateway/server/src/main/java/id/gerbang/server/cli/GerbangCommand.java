package id.gerbang.server.cli;

import id.gerbang.server.book.LiveBooks;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.ops.embedded.DataFolder;
import id.gerbang.server.transcript.Transcript;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gerbang}: all commands. Exit 0 good, 1 found something wrong, 2 used wrongly. */
@Command(
    name = "gerbang",
    description = "Social security for informal workers, from any phone.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      TestCommand.class,
      PhoneCommand.class,
      CarrierCommand.class,
      PublishCommand.class,
      LinkCommand.class,
      GraphCommand.class,
      ActionsCommand.class,
      SchemaCommand.class,
      KeyCommand.class,
      AreasCommand.class,
      EraseCommand.class,
      ExportCommand.class,
      AuditCommand.class,
      CommissionCommand.class,
      ReplayCommand.class,
      BankCommand.class,
      TillCommand.class,
      ReconcileCommand.class
    })
public final class GerbangCommand {
  /** Runs a command line and returns its exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new GerbangCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, _) -> {
              if (!isExpected(failure)) {
                throw failure;
              }
              command.getErr().println(failure.getMessage());
              return 1;
            })
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /** What an operator can mend gets its message; anything else is a bug and shows where. */
  private static boolean isExpected(Exception failure) {
    return failure instanceof SettingsFile.Mistakes
        || failure instanceof ProgrammeFile.Mistake
        || failure instanceof Home.BadMenus
        || failure instanceof LiveBooks.Unreadable
        || failure instanceof DataFolder.InUse
        || failure instanceof Transcript.Mistake
        || failure instanceof IllegalArgumentException
        || (failure instanceof IllegalStateException
            && failure.getMessage() != null
            && failure.getCause() instanceof java.net.BindException);
  }
}
