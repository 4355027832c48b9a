package id.gerbang.bench.soak;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The members of a soak. Some go the whole way of a person: they register by phone, their agent
 * answers the SMS with YA, the branch approves over the API. The others are written as rows, which
 * is said in what the soak prints.
 */
final class Members {
  private static final Pattern ASKED = Pattern.compile("YA ([A-Z2-9]{6})");
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int REFERENCE_LENGTH = 6;

  /** The agents of the demonstration's world; the third is suspended and is told nothing. */
  private static final List<String> AGENTS = List.of("PRS001", "PRS002", "PRS009", "");

  private static final Msisdn ASKED_AGENT = new Msisdn("6281200000001");
  private static final String VILLAGE = "5171011003";
  private static final int AT_ONCE = 16;

  private final Site site;
  private final Wire wire;
  private final Heard heard;
  private final RandomGenerator dice;

  Members(Site site, Wire wire, Heard heard, RandomGenerator dice) {
    this.site = site;
    this.wire = wire;
    this.heard = heard;
    this.dice = dice;
  }

  /** Makes them, before anything is killed. */
  List<Member> make(Plan plan) throws IOException, InterruptedException {
    List<Member> members = new ArrayList<>(byPhone(plan.byPhone()));
    site.jdbi()
        .useTransaction(
            tx -> {
              for (int number = plan.byPhone(); number < plan.members(); number++) {
                members.add(row(tx, number));
              }
            });
    return members.stream().sorted(Comparator.comparingInt(Member::number)).toList();
  }

  private List<Member> byPhone(int count) throws IOException, InterruptedException {
    Semaphore some = new Semaphore(AT_ONCE);
    try (AutoCloseable agent = site.carrier().watch(ASKED_AGENT, new Answering());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Member>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(
            () -> {
              some.acquire();
              try {
                return whole(number);
              } finally {
                some.release();
              }
            });
      }
      List<Member> made = new ArrayList<>();
      for (Future<Member> one : threads.invokeAll(tasks)) {
        made.add(one.get());
      }
      return made;
    } catch (ExecutionException e) {
      throw new IOException("a member could not register: " + e.getCause(), e.getCause());
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The agent's phone: whoever is asked for is confirmed at once. */
  private final class Answering implements id.gerbang.server.channel.phone.PhoneNetwork.Handset {
    @Override
    public void screen(String text, boolean open) {
      // agents are asked by SMS
    }

    @Override
    public void sms(String from, String text) {
      Matcher asked = ASKED.matcher(text);
      if (text.contains("calon") && asked.find()) {
        site.carrier().sms(ASKED_AGENT, Site.SMS_NUMBER, "YA " + asked.group(1));
      }
    }
  }

  private Member whole(int number) throws IOException {
    Msisdn phone = Member.phone(number);
    String nik = Member.nik(number);
    String born = Member.birthDate(number);
    Optional<String> reference =
        new MemberPhone(wire, new Times(), phone, new Random(number)).register(nik, born, heard);
    Member member =
        new Member(
            number,
            reference.orElseThrow(() -> new IOException("number " + number + " gave up")),
            phone);
    approve(member);
    return member;
  }

  /** As soon as the agent has confirmed. */
  private void approve(Member member) throws IOException {
    String card = "{\"decision\":\"approve\",\"cardNumber\":\"BPU-%07d\"}";
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    while (System.nanoTime() < end) {
      Optional<HttpResponse<String>> answer =
          wire.send(
              wire.next(),
              "/api/v1/applications/" + member.reference() + "/decision",
              request ->
                  request
                      .header("Authorization", "Bearer " + Site.API_TOKEN)
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(card.formatted(member.number()))));
      if (answer.isPresent() && answer.get().statusCode() == 200) {
        return;
      }
      Wire.pause(); // 409 while its agent has not answered
    }
    throw new IOException("the branch could not approve " + member.reference());
  }

  /** A member as their application stands after all of that, without the SMS. */
  private Member row(Handle tx, int number) {
    SealedText sealed = new SealedText(site.vault());
    Msisdn phone = Member.phone(number);
    String reference = reference();
    byte[] nik = site.vault().lookup("nik", Member.nik(number));
    String worker = HexFormat.of().formatHex(nik);
    UUID id = new UUID(dice.nextLong(), dice.nextLong());
    Instant now = Instant.now();
    tx.execute(
        "INSERT INTO worker (id, nik_lookup, nik_sealed, name_sealed, birth_date_sealed,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        nik,
        sealed.seal(Member.nik(number), "worker.nik:" + worker),
        sealed.seal("Wayan Sudarma", "worker.name:" + worker),
        sealed.seal("1990-05-01", "worker.birth_date:" + worker),
        now);
    String agent = AGENTS.get(dice.nextInt(AGENTS.size()));
    tx.execute(
        """
        INSERT INTO application (reference, worker, phone_sealed, phone_lookup, status, language, channel, village, agent, plan,
          occupation, permanence, band, created_at, updated_at, card_number_sealed)
        VALUES (?, ?, ?, ?, 'approved', 'id', 'ussd', ?, ?, ?, 'farmer', 'stall', 'b1', ?, ?, ?)
        """,
        reference,
        id,
        sealed.seal(phone.digits(), "application.phone:" + reference),
        site.vault().lookup("phone", phone.digits()),
        VILLAGE,
        agent.isEmpty() ? null : agent,
        dice.nextBoolean() ? "jkk_jkm" : "jkk_jkm_jht",
        now,
        now,
        sealed.seal("BPU-%07d".formatted(number), "application.card_number:" + reference));
    return new Member(number, reference, phone);
  }

  private String reference() {
    StringBuilder drawn = new StringBuilder();
    while (drawn.length() < REFERENCE_LENGTH) {
      drawn.append(ALPHABET.charAt(dice.nextInt(ALPHABET.length())));
    }
    return drawn.toString();
  }
}
