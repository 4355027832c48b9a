package id.gerbang.server.enrolment;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.area.Villages;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.record.DemoData;
import id.gerbang.server.record.RecordsBusy;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The domain on a real PostgreSQL with the demo's data: a database of {@link TestStores} for each
 * world.
 */
public final class World {
  public static final Instant T0 = Instant.parse("2026-10-18T09:00:00Z"); // 17.00 WITA
  public static final Msisdn WORKER = new Msisdn("6281200010001");
  public static final Msisdn AGENT = new Msisdn("6281200000001");
  public static final Msisdn SUSPENDED = new Msisdn("6281200000009");
  public static final String NIK = "5171991708900004";
  public static final String NAME = "Wayan Sudarmawan";

  private static final int MOST_TRIES = 10;
  private static final Pattern YES = Pattern.compile("YA ([A-Z0-9]{6})");
  private static final Pattern CANCEL = Pattern.compile("BATAL ([A-Z0-9]{6})");

  public final Jdbi jdbi;
  public final Vault vault = new TestVault();
  public final AgentDirectory agents;
  public final Villages villages;
  public final Enrolment enrolment;
  public final SmsHandler commands;
  public final AgentWorkers workers;
  public final AgentQueue queue;
  public final AgentEntries entries;
  public final Registrar registrar;
  public final Deadlines deadlines;
  public final PostgresBranchDesk desk;
  public final Outbox outbox = World::keep;

  /** A message as it was left in the outbox. */
  public record Sms(String to, String text, String about) {}

  public World() {
    this(new Random(7));
  }

  public World(RandomGenerator random) {
    jdbi = Jdbi.create(TestStores.source(TestStores.here().database()));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "CREATE TABLE left_to_send (id bigint GENERATED ALWAYS AS IDENTITY, phone text,"
                    + " words text, about text)"));
    new DemoData(jdbi, vault).write(file("config/areas/demo.csv"), T0);
    villages = Villages.read(jdbi);
    agents = new AgentDirectory(jdbi, new SealedText(vault), villages);
    EnrolmentTimes times =
        new EnrolmentTimes(
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofHours(72),
            Duration.ofHours(72),
            ZoneId.of("Asia/Makassar"));
    Letters letters = ShippedLetters.in(times.zone());
    enrolment = new Enrolment(jdbi, vault, outbox, agents, times, letters);
    registrar =
        new Registrar(jdbi, vault, outbox, villages, agents, new Codes(random), times, letters);
    workers = new AgentWorkers(jdbi, vault, times.zone());
    queue = new AgentQueue(jdbi, vault, outbox, times, letters);
    entries = new AgentEntries(jdbi, vault, outbox, villages, new Codes(random), times, letters);
    commands =
        SmsHandler.firstOf(
            List.of(
                new SmsCommands(
                    vault,
                    outbox,
                    letters,
                    new Codes(random),
                    times,
                    workers,
                    entries,
                    villages,
                    ProgrammeFile.read(file("config/programme.yaml"))),
                new UnclearSms(vault, outbox, letters)));
    deadlines = new Deadlines(jdbi, vault, outbox, times, letters);
    desk = new PostgresBranchDesk(jdbi, vault, outbox, letters);
  }

  private static void keep(Handle tx, Outbox.NewSms... messages) {
    for (Outbox.NewSms sms : messages) {
      tx.execute(
          "INSERT INTO left_to_send (phone, words, about) VALUES (?, ?, ?)",
          sms.to().digits(),
          sms.text(),
          sms.about());
    }
  }

  /** A file of the project, from wherever the tests run. */
  static Path file(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(path))) {
        return folder.resolve(path);
      }
    }
    throw new IllegalStateException("no " + path + " above the working folder");
  }

  public Registration registration(String intent) {
    return registration(intent, NIK, Optional.of(NAME), Optional.of("PRS001"), WORKER);
  }

  public Registration registration(
      String intent, String nik, Optional<String> name, Optional<String> agent, Msisdn phone) {
    return registration(intent, nik, name, agent, phone, Particulars.NONE);
  }

  /** Of the usual worker, with something particular. */
  public Registration registration(String intent, Particulars particulars) {
    return registration(intent, NIK, Optional.of(NAME), Optional.of("PRS001"), WORKER, particulars);
  }

  private static Registration registration(
      String intent,
      String nik,
      Optional<String> name,
      Optional<String> agent,
      Msisdn phone,
      Particulars particulars) {
    return new Registration(
        phone,
        nik,
        name,
        LocalDate.of(1990, 8, 17),
        "5103052001",
        "farmer",
        "season",
        "b1",
        "jkk_jkm",
        agent,
        new ConsentToken("2026-11", "id", "ussd", T0),
        Channel.USSD,
        "id",
        intent,
        particulars);
  }

  /** Registers and gives what became of it. */
  public Registered register(Registration registration) {
    return registrar.register(registration, T0);
  }

  /**
   * Registers at {@code at} and gives the reference; on a busy machine asks again, as people do.
   */
  public String registered(Registration registration, Instant at) {
    for (int tries = 1; ; tries++) {
      try {
        return ((Registered.Done) registrar.register(registration, at)).reference();
      } catch (RecordsBusy e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** As {@link #register(Registration)}, or what it threw. */
  public Object tryRegister(Registration registration) {
    try {
      return register(registration);
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** The same from another village. */
  public static Registration in(String village, Registration r) {
    return new Registration(
        r.phone(),
        r.nik(),
        r.name(),
        r.birthDate(),
        village,
        r.occupation(),
        r.permanence(),
        r.band(),
        r.plan(),
        r.agent(),
        r.consent(),
        r.channel(),
        r.language(),
        r.intent(),
        r.particulars());
  }

  /** The one text that {@code sql} finds. */
  public String text(String sql) {
    return jdbi.withHandle(
        handle -> handle.createQuery(sql).map((row, _) -> row.getString(1)).one());
  }

  /** Registers the usual worker and gives the reference. */
  public String register() {
    return ((Registered.Done) register(registration("intent-1"))).reference();
  }

  public List<Sms> sent() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT phone, words, about FROM left_to_send ORDER BY id")
                .map(
                    (row, context) -> new Sms(row.getString(1), row.getString(2), row.getString(3)))
                .list());
  }

  public List<String> sentTo(Msisdn phone) {
    return sent().stream().filter(sms -> sms.to().equals(phone.digits())).map(Sms::text).toList();
  }

  /** The answer to one SMS: what was left for its sender by it. */
  public List<String> sms(Msisdn from, String text, Instant at) {
    int before = sentTo(from).size();
    jdbi.useTransaction(tx -> commands.handle(tx, new SmsHandler.Whole(from, text, at, "sms:1")));
    List<String> after = sentTo(from);
    return after.subList(before, after.size());
  }

  public String agentCode() {
    return code(YES, sentTo(AGENT));
  }

  public String withdrawCode() {
    return code(CANCEL, sentTo(WORKER));
  }

  private static String code(Pattern pattern, List<String> texts) {
    for (String text : texts.reversed()) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError("no code in " + texts);
  }

  public BranchDesk.Application application(String reference) {
    return desk.find(reference).orElseThrow();
  }

  public List<String> audit() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT who || ' ' || what FROM audit ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  public int count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }
}
