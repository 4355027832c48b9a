package id.gerbang.server.cli;

import id.gerbang.engine.Surface;
import id.gerbang.engine.Walk;
import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.proof.UsualValues;
import id.gerbang.engine.value.Value;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Caller;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.config.Settings;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.OutboxSender;
import id.gerbang.server.outbox.OutboxTimes;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.transcript.Transcript;
import id.gerbang.server.transcript.Transcript.Line;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole gateway on which transcripts are played: real stores, the demo's world, but time, codes
 * and ids are scripted, and the operator is a list of messages. One transcript at a time, on a
 * stage of its own.
 */
final class TranscriptStage implements AutoCloseable {
  /** Codes and references come from here: the same in every play. */
  private static final long SEED = 500_25;

  /** Ten seconds in all: a mark takes some milliseconds. */
  private static final int LOOKS_FOR_MARKS = 2_000;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final Settings settings;
  private final Gateway gateway;
  private final OutboxSender sender;
  private final Map<String, Queue<String>> messages = new ConcurrentHashMap<>();

  /** {@code given action: itself} ends what was given before. */
  private static final String ITSELF = "itself";

  private final Map<String, String> given = new HashMap<>();
  private volatile Instant now = Instant.parse("2026-05-04T01:00:00Z");
  private final AtomicLong ids = new AtomicLong();

  /**
   * @param data the folder of its own Redis
   * @param walk is told where the conversations go
   */
  TranscriptStage(Settings settings, Home home, Path data, Walk walk) {
    this.settings = settings;
    World world = new World(() -> now, new Random(SEED), () -> "t" + ids.incrementAndGet());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    this.gateway =
        new Gateway(
            settings,
            home,
            new Gateway.Plan(
                data, true, _ -> Runnable::run, UnhurriedConversations::new, this::scripted, walk),
            world,
            registry);
    this.sender =
        new OutboxSender(
            gateway.database.jdbi(),
            gateway.vault,
            new EveryMessageArrives(),
            OutboxTimes.ORDINARY,
            world.clock(),
            world.random(),
            registry);
  }

  /** The operator: every message arrives. */
  private final class EveryMessageArrives implements SmsLink {
    @Override
    public String name() {
      return settings.smpp().getFirst().name();
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public int messagesPerSecond() {
      return 1_000;
    }

    @Override
    public CompletionStage<Sent> send(Outgoing message) {
      messages
          .computeIfAbsent(message.to().digits(), _ -> new ConcurrentLinkedQueue<>())
          .add(message.text());
      return CompletableFuture.completedFuture(
          new Sent.Accepted(List.of("t" + ids.incrementAndGet())));
    }
  }

  private Action scripted(Action action) {
    return switch (action) {
      case Action.Immediate _ -> new ScriptedImmediate(action);
      case Action.Blocking _ -> new ScriptedBlocking(action);
    };
  }

  private ActionResult answer(Action action, ActionRequest request, Caller caller) {
    String outcome = given.get(action.signature().name());
    if (outcome == null || outcome.equals(ITSELF)) {
      return action.run(request, caller);
    }
    ActionSignature signature = action.signature();
    if (signature.options() != null && outcome.equals("some")) {
      return action.run(request, caller);
    }
    if (signature.options() != null && outcome.equals("none")) {
      return new ActionResult.Options(List.of());
    }
    Map<String, Value> gives = new HashMap<>();
    signature
        .outcomes()
        .getOrDefault(outcome, Map.of())
        .forEach(
            (output, type) -> gives.put(output, UsualValues.of(gateway.books.current(), type)));
    return new ActionResult.Outcome(outcome, gives);
  }

  private final class ScriptedImmediate implements Action.Immediate {
    private final Action action;

    ScriptedImmediate(Action action) {
      this.action = action;
    }

    @Override
    public ActionSignature signature() {
      return action.signature();
    }

    @Override
    public ActionResult run(ActionRequest request, Caller caller) {
      return answer(action, request, caller);
    }
  }

  private final class ScriptedBlocking implements Action.Blocking {
    private final Action action;

    ScriptedBlocking(Action action) {
      this.action = action;
    }

    @Override
    public ActionSignature signature() {
      return action.signature();
    }

    @Override
    public ActionResult run(ActionRequest request, Caller caller) {
      return answer(action, request, caller);
    }
  }

  /** What became of a play. */
  sealed interface Played {
    record Good() implements Played {}

    /**
     * @param shown what was shown instead, to be looked at or taken over
     */
    record Differs(int line, List<String> expected, List<String> shown) implements Played {}

    record Unexpected(String phone, String text) implements Played {}

    /** The same option has another number now. */
    record Renumbered(int line, String typed) implements Played {}

    /** Something was typed, and the transcript does not say what it shows. */
    record Unwritten(int line, List<String> shown) implements Played {}
  }

  /**
   * Plays a transcript.
   *
   * @param goesOn whether it is played to its end in spite of differences
   */
  List<Played> play(Transcript transcript, boolean goesOn) throws InterruptedException {
    List<Played> differences = new ArrayList<>();
    Phone phone = new Phone();
    for (int i = 0; i < transcript.lines().size(); i++) {
      Line written = transcript.lines().get(i);
      Line line = goesOn ? renumbered(phone, written, differences) : written;
      Optional<Played.Differs> differs = act(phone, line);
      differs.ifPresent(differences::add);
      if (goesOn && written instanceof Line.Typed && !transcript.showsAfter(i)) {
        differences.add(new Played.Unwritten(written.number(), phone.screen.lines().toList()));
      }
      if (differs.isPresent() && !goesOn) {
        return differences;
      }
    }
    send();
    new LinkedHashMap<>(messages)
        .forEach(
            (to, left) -> left.forEach(text -> differences.add(new Played.Unexpected(to, text))));
    return differences;
  }

  /** Who meant an option that stands elsewhere now still means it. */
  private static Line renumbered(Phone phone, Line line, List<Played> differences) {
    if (!(line instanceof Line.Typed(int number, String text))) {
      return line;
    }
    Optional<String> key =
        phone.expected.stream()
            .filter(option -> option.startsWith(text + " "))
            .map(option -> option.substring(text.length()))
            .findFirst()
            .flatMap(
                label -> phone.screen.lines().filter(option -> option.endsWith(label)).findFirst())
            .map(option -> option.replaceFirst(" .*", ""))
            .filter(found -> found.matches("[0-9]{1,2}") && !found.equals(text));
    key.ifPresent(typed -> differences.add(new Played.Renumbered(number, typed)));
    return key.<Line>map(typed -> new Line.Typed(number, typed)).orElse(line);
  }

  /** The phone in hand. */
  private static final class Phone {
    private Msisdn number = new Msisdn("6281234567890");
    private Surface surface = Surface.USSD;
    private String screen = "";
    private List<String> expected = List.of();
    private int calls;
  }

  private Optional<Played.Differs> act(Phone phone, Line line) throws InterruptedException {
    switch (line) {
      case Line.At at -> {
        passTo(at.time().atZone(settings.zone()).toInstant());
        phone.number = new Msisdn(at.phone());
        phone.surface =
            at.surface().equals("telegram")
                ? Surface.TELEGRAM
                : at.surface().equals("sms") ? Surface.SMS : Surface.USSD;
      }
      case Line.Later later -> passTo(now.plus(later.time()));
      case Line.Drops _ -> take(phone, new Inbound.Event.Dropped());
      case Line.Given(_, String action, String outcome) -> given.put(action, outcome);
      case Line.Typed(_, String text) when text.startsWith("*") -> {
        phone.calls++;
        phone.screen = take(phone, new Inbound.Event.Started());
      }
      case Line.Typed(_, String text) -> phone.screen = take(phone, new Inbound.Event.Typed(text));
      case Line.SmsFrom(_, String from, String text) -> {
        gateway.inbox.store(
            new Inbox.Sms(
                settings.smpp().getFirst().name(),
                new Msisdn(from),
                settings.smsNumber(),
                text,
                Optional.empty()));
        while (gateway.inboxWorker.handleNext()) {
          // until everything is handled
        }
        send();
      }
      case Line.Branch(_, String reference, String reason) -> {
        gateway.desk.decide(
            reference,
            reason.isEmpty()
                ? new BranchDesk.Decision.Approve("BPU-" + reference)
                : new BranchDesk.Decision.Reject(reason),
            "transcript",
            now);
        send();
      }
      case Line.Shown(int number, List<String> expected) -> {
        phone.expected = expected;
        return differs(number, expected, phone.screen);
      }
      case Line.SmsTo(int number, String to, List<String> expected) -> {
        send();
        String text = messages.getOrDefault(to, new ConcurrentLinkedQueue<>()).poll();
        return differs(number, expected, text == null ? "(no SMS came to " + to + ")" : text);
      }
    }
    return Optional.empty();
  }

  private void passTo(Instant time) throws InterruptedException {
    now = time;
    gateway.deadlines.runDue(now);
    gateway.reportDeadlines.runDue(now);
    gateway.requestDeadlines.runDue(now);
    send();
  }

  private void send() throws InterruptedException {
    while (sender.sendDue() > 0) {
      // until everything that is due has left
    }
    awaitMarks();
  }

  /**
   * Time must not pass while a message is being marked: it would count as lost, and leave again.
   */
  private void awaitMarks() throws InterruptedException {
    for (int look = 0; look < LOOKS_FOR_MARKS && isBeingMarked(); look++) {
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private boolean isBeingMarked() {
    return gateway
        .database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT EXISTS (SELECT FROM outbox WHERE status = 'sending')")
                    .mapTo(Boolean.class)
                    .one());
  }

  private String take(Phone phone, Inbound.Event event) {
    return gateway
        .turns
        .take(
            new Inbound(Channel.USSD, phone.surface, phone.number, event, "call" + phone.calls, ""))
        .toCompletableFuture()
        .join()
        .text();
  }

  private static Optional<Played.Differs> differs(int number, List<String> expected, String shown) {
    List<String> lines = shown.lines().toList();
    return Transcript.matches(expected, lines)
        ? Optional.empty()
        : Optional.of(new Played.Differs(number, expected, lines));
  }

  boolean awaitReady() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (gateway.health.look().values().stream().allMatch(up -> up)) {
        return true;
      }
      Thread.sleep(25);
    }
    return false;
  }

  /** Forgets what the transcript before left: messages nobody read and scripted answers. */
  void clear() {
    messages.clear();
    given.clear();
  }

  @Override
  public void close() {
    sender.close();
    gateway.close();
  }
}
