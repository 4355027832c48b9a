package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAnswersIT {
  private static final Msisdn OTHER_AGENT = new Msisdn("6281200000002");
  private static final Instant LATER = T0.plus(Duration.ofHours(1));

  private final World world = new World();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "YA %s",
        "ya  %s ",
        "Ya#%s",
        "YA*%s#",
        "YA%s",
        "\tya\n%s",
        "ＹＡ %s",
        "YA %s terima kasih",
        "YA: %s."
      })
  void yesConfirms(String form) {
    String reference = world.register();
    String code = world.agentCode();
    assertThat(world.sms(AGENT, form.formatted(code), LATER))
        .singleElement()
        .asString()
        .contains(code + " tercatat: YA");
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(application.unconfirmed()).isFalse();
    assertThat(application.worker()).contains("Wayan S*****");
    assertThat(world.sentTo(WORKER).getLast())
        .contains(reference, "agen sudah konfirmasi", "BELUM terlindungi");
    assertThat(world.audit())
        .containsExactly("worker application.made", "agent:PRS001 application.confirmed");
  }

  @Test
  void noRejectsWithTheReason() {
    String reference = world.register();
    String code = world.agentCode();
    assertThat(world.sms(AGENT, "tolak " + code.toLowerCase() + " Tidak kenal, data salah", LATER))
        .singleElement()
        .asString()
        .contains("TOLAK " + code);
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(Status.REJECTED);
    assertThat(application.reason()).contains("Tidak kenal, data salah");
    assertThat(world.sentTo(WORKER).getLast())
        .contains("ditolak", "Tidak kenal, data salah", "*500*25#");
    assertThat(world.enrolment.lookUp(NIK)).isEqualTo(Enrolment.Known.NEW);
    assertThat(world.register(world.registration("anew"))).isInstanceOf(Registered.Done.class);
  }

  @Test
  void aSecondAnswerIsToldWhatWasRecorded() {
    String reference = world.register();
    String code = world.agentCode();
    world.sms(AGENT, "YA " + code, LATER);
    for (String second : List.of("YA " + code, "TOLAK " + code + " berubah pikiran")) {
      assertThat(world.sms(AGENT, second, LATER.plusSeconds(60)))
          .containsExactly(
              code + " sudah dijawab YA pada 18/10 18.00 WITA. Tidak ada yang berubah.");
    }
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(world.sentTo(WORKER)).hasSize(2);
    assertThat(world.audit()).hasSize(2);
  }

  @Test
  void aWrongCodeIsToldAndCounted() {
    String reference = world.register();
    assertThat(world.sms(AGENT, "YA AAAAAA", LATER))
        .singleElement()
        .asString()
        .contains("AAAAAA", "tidak dikenal");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
  }

  @Test
  void aCodeFromAnotherPhoneDoesNothing() {
    String reference = world.register();
    String code = world.agentCode();
    for (Msisdn phone : List.of(OTHER_AGENT, WORKER, new Msisdn("6281200019999"))) {
      assertThat(world.sms(phone, "YA " + code, LATER))
          .singleElement()
          .asString()
          .contains("tidak dikenal untuk nomor ini");
    }
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(world.sms(AGENT, "YA " + code, LATER))
        .singleElement()
        .asString()
        .contains("ercatat");
  }

  @Test
  void fiveWrongTriesLockThePhoneForAnHourEvenForTheRightCode() {
    String reference = world.register();
    String code = world.agentCode();
    for (int left = 4; left > 0; left--) {
      assertThat(world.sms(AGENT, "YA AAAAA" + left, T0))
          .singleElement()
          .asString()
          .contains("tidak dikenal");
    }
    assertThat(world.sms(AGENT, "YA AAAAAA", T0))
        .singleElement()
        .asString()
        .contains("Terlalu banyak", "18.00 WITA");
    assertThat(world.sms(AGENT, "YA " + code, T0.plusSeconds(3_599)))
        .singleElement()
        .asString()
        .contains("Terlalu banyak");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(world.sms(AGENT, "YA " + code, T0.plusSeconds(3_600)))
        .singleElement()
        .asString()
        .contains("tercatat: YA");
  }

  @Test
  void wrongTriesOverMoreThanAnHourDoNotLock() {
    world.register();
    for (int i = 0; i < 12; i++) {
      assertThat(world.sms(AGENT, "YA AAAAAA", T0.plus(Duration.ofMinutes(20L * i))))
          .singleElement()
          .asString()
          .contains("tidak dikenal");
    }
  }

  @Test
  void anAgentSuspendedMeanwhileConfirmsNothing() {
    String reference = world.register();
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    assertThat(world.sms(AGENT, "YA " + world.agentCode(), LATER))
        .singleElement()
        .asString()
        .contains("tidak aktif");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(world.audit()).hasSize(1);
  }

  @Test
  void anExpiredCodeDoesNothing() {
    String reference = world.register();
    assertThat(
            world.sms(
                AGENT, "YA " + world.agentCode(), T0.plus(Duration.ofHours(72)).plusMillis(1)))
        .singleElement()
        .asString()
        .contains("lewat batas waktu");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
  }

  @Test
  void anAnswerAfterTheEscalationIsToldSo() {
    String reference = world.register();
    Instant late = T0.plus(Duration.ofHours(49));
    world.deadlines.runDue(late);
    assertThat(world.sms(AGENT, "YA " + world.agentCode(), late))
        .singleElement()
        .asString()
        .contains("sudah diteruskan ke kantor cabang");
    assertThat(world.application(reference).unconfirmed()).isTrue();
  }

  @Test
  void aNameLeftToTheAgentIsAskedForAndKept() {
    var outcome =
        world.register(
            world.registration("nameless", NIK, Optional.empty(), Optional.of("PRS001"), WORKER));
    String reference = ((Registered.Done) outcome).reference();
    String code = world.agentCode();
    assertThat(world.sentTo(AGENT).getLast()).contains("YA " + code + " NAMA", "TOLAK " + code);
    assertThat(world.application(reference).worker()).isEmpty();
    assertThat(world.sms(AGENT, "YA " + code, LATER))
        .singleElement()
        .asString()
        .contains("YA " + code + " WAYAN SUDARMA");
    assertThat(world.sms(AGENT, "YA " + code + " 12345", LATER))
        .singleElement()
        .asString()
        .contains("WAYAN SUDARMA");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(world.sms(AGENT, "YA#" + code + "#Ni Kadek Ayu Lestari", LATER))
        .singleElement()
        .asString()
        .contains("ercatat");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(world.application(reference).worker()).contains("Ni K*****");
  }

  @Test
  void aRejectionNeedsAReason() {
    String reference = world.register();
    assertThat(world.sms(AGENT, "TOLAK " + world.agentCode(), LATER))
        .singleElement()
        .asString()
        .contains("alasan");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
  }

  @Test
  void theWorkerWithdrawsWithTheirOwnCodeOnly() {
    String reference = world.register();
    String code = world.agentCode();
    assertThat(world.sms(AGENT, "BATAL " + code, T0)).hasSize(1);
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(world.sms(WORKER, "batal " + world.withdrawCode(), T0))
        .singleElement()
        .asString()
        .contains("dibatalkan");
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.sentTo(AGENT).getLast()).contains("membatalkan");
    assertThat(world.sms(AGENT, "YA " + code, T0))
        .singleElement()
        .asString()
        .contains("Pekerja sudah membatalkan");
    assertThat(world.audit()).contains("worker application.withdrawn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "YA",
        "YA 123",
        "TOLAK",
        "halo",
        "😀😀😀",
        "\u0000\u0001",
        "‮مرحبا ٤٢",
        "{0} ${x} ' ; --",
        "DAFTAR#1#2",
        "SETOR",
        "STOP",
        "MULAI",
        "SETUJU D7K2Q",
        "REKAP",
        "YA D7K2Q",
        "BATAL",
        "\uD83D",
        "%s%n",
        "YA \\",
        "$1"
      })
  void anythingElseGetsOneShortAnswerAndAtMostThreeAnHour(String text) {
    for (int i = 0; i < 3; i++) {
      assertThat(world.sms(WORKER, text, T0.plusSeconds(i)))
          .singleElement()
          .asString()
          .hasSizeLessThanOrEqualTo(160);
    }
    assertThat(world.sms(WORKER, text, T0.plusSeconds(10))).isEmpty();
    assertThat(world.sms(WORKER, text, T0.plusSeconds(3_600))).hasSize(1);
    assertThat(world.sms(WORKER, text, T0.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void aThousandCharactersAreHarmless() {
    String reference = world.register();
    String code = world.agentCode();
    world.sms(AGENT, "x".repeat(1_000), T0);
    world.sms(AGENT, "YA " + "9".repeat(1_000), T0);
    assertThat(world.sms(AGENT, "TOLAK " + code + " " + "a 😀".repeat(400), T0))
        .singleElement()
        .asString()
        .contains("ercatat");
    assertThat(world.application(reference).reason().orElseThrow()).hasSizeLessThanOrEqualTo(320);
  }

  @Test
  void twoAnswersAtOnceAreOneAnswer() throws Exception {
    for (int round = 0; round < 5; round++) {
      World busy = new World();
      String reference = busy.register();
      String code = busy.agentCode();
      try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
        List<java.util.concurrent.Callable<Void>> answers = new java.util.ArrayList<>();
        for (String text :
            List.of(
                "YA " + code, "TOLAK " + code + " ragu", "YA " + code, "TOLAK " + code + " ragu")) {
          answers.add(
              () -> {
                busy.jdbi.useTransaction(
                    tx ->
                        busy.commands.handle(
                            tx, new SmsHandler.Whole(AGENT, text, LATER, "sms:1")));
                return null;
              });
        }
        for (var answer : threads.invokeAll(answers)) {
          answer.get();
        }
      }
      assertThat(busy.sentTo(AGENT)).filteredOn(text -> text.contains("ercatat")).hasSize(1);
      assertThat(busy.sentTo(AGENT)).filteredOn(text -> text.contains("sudah dijawab")).hasSize(3);
      assertThat(busy.sentTo(WORKER)).hasSize(2);
      assertThat(busy.audit()).hasSize(2);
      assertThat(busy.application(reference).status())
          .isIn(Status.AWAITING_BRANCH, Status.REJECTED);
    }
  }
}
