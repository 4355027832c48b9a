package id.gerbang.server.cli;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.consent.Erasure;
import id.gerbang.server.consent.Erasure.Erased;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.subscriber.Msisdn;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code gerbang erase}. */
@Command(
    name = "erase",
    description =
        "Erases what is held of a phone, or of one application, for good. What the law demands to"
            + " keep is kept, and said: a member's data, reports whose claim is open, an agent.",
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  /** In the audit. */
  static final String OPERATOR = "operator";

  /** Whose data: both are told apart by their form. */
  sealed interface Whom {
    record ByPhone(Msisdn phone) implements Whom {}

    record ByReference(String reference) implements Whom {}

    /**
     * @throws TypeConversionException when it is neither; the message does not repeat it
     */
    static Whom read(String written) {
      if (REFERENCE.matcher(written).matches()) {
        return new ByReference(written.toUpperCase(Locale.ROOT));
      }
      return new ByPhone(
          Msisdn.parse(written)
              .orElseThrow(
                  () ->
                      new TypeConversionException(
                          "expected a phone in digits (6281…) or a reference of six characters")));
    }
  }

  private static final class Reader implements ITypeConverter<Whom> {
    @Override
    public Whom convert(String written) {
      return Whom.read(written);
    }
  }

  private static final Pattern REFERENCE = Pattern.compile("(?i)[A-Z2-9]{6}");

  @Parameters(
      paramLabel = "PHONE-or-REFERENCE",
      converter = Reader.class,
      description = "A phone in digits (6281…), or the reference of an application or a request.")
  private Whom whom;

  @Option(names = "--dry-run", description = "Only say what it would erase.")
  private boolean dryRun;

  @Mixin private OpenRecords.Place place;

  @Override
  public Integer call() {
    Home home = Home.find();
    FlowBook book = Home.book(home.flows(), ShippedActions.catalog(home.programme()));
    try (OpenRecords records = place.open(home)) {
      return erase(records, book, whom, dryRun, Instant.now(), System.out);
    }
  }

  /** Erases and tells what became of each application; 1 when there is none. */
  static int erase(
      OpenRecords records, FlowBook book, Whom whom, boolean dryRun, Instant at, PrintStream out) {
    Erasure erasure =
        new Erasure(
            records.database().jdbi(),
            records.vault(),
            new PostgresOutbox(records.vault(), Links.routes(records.settings())),
            new SubjectLetters(new LetterWriter(() -> book, records.settings().zone())));
    return switch (whom) {
      case Whom.ByPhone(Msisdn phone) ->
          told(erasure.erase(phone, OPERATOR, at, dryRun), dryRun, out);
      case Whom.ByReference(String reference) -> named(erasure, reference, dryRun, at, out);
    };
  }

  private static int named(
      Erasure erasure, String reference, boolean dryRun, Instant at, PrintStream out) {
    List<String> applications = erasure.named(reference).stream().toList();
    if (applications.isEmpty()) {
      return nothing(out);
    }
    if (dryRun) {
      applications.forEach(application -> out.println(application + " would be erased"));
    } else {
      erasure
          .erase(applications, OPERATOR, at)
          .forEach((application, what) -> out.println(application + " " + told(what)));
    }
    return 0;
  }

  private static int told(Erasure.OfPhone erased, boolean dryRun, PrintStream out) {
    if (erased.isEmpty()) {
      return nothing(out);
    }
    erased
        .applications()
        .forEach(
            (application, what) ->
                out.println(
                    dryRun && (what == Erased.WHOLLY || what == Erased.ALL_BUT_REPORTS)
                        ? application + " would be erased"
                        : application + " " + told(what)));
    erased.beside().forEach(what -> out.println(what + (dryRun ? " would be erased" : " erased")));
    erased.kept().forEach(kept -> out.println(kept.what() + " is kept: " + kept.why().words()));
    return 0;
  }

  private static int nothing(PrintStream out) {
    out.println("nothing is held under that phone or reference");
    return 1;
  }

  private static String told(Erased what) {
    return switch (what) {
      case WHOLLY -> "erased; kept: that somebody agreed, when and to which text, without a name";
      case ALL_BUT_REPORTS ->
          "erased; kept: that somebody agreed, without a name, and reports of accidents or deaths"
              + " whose claim is not decided";
      case IN_PART ->
          "is a member's: the words of SMS are erased, the rest is kept as the law asks";
      case BEFORE -> "was erased before";
    };
  }
}
