package id.gerbang.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.payment.Reconciliation.Booked;
import id.gerbang.server.payment.Reconciliation.By;
import id.gerbang.server.payment.Reconciliation.Kind;
import id.gerbang.server.payment.SettlementFile.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconciliationTest {
  private static final Instant AT = Instant.parse("2026-11-20T03:00:00Z");

  private static Line line(int number, String account, int seconds, long rupiah, String id) {
    return new Line(
        number,
        account,
        AT.plusSeconds(seconds),
        rupiah,
        Optional.of(id).filter(text -> !text.isEmpty()),
        Optional.empty());
  }

  private static Booked booked(String reference, String account, int seconds, long rupiah) {
    return booked(reference, account, seconds, rupiah, true);
  }

  private static Booked booked(
      String reference, String account, int seconds, long rupiah, boolean expected) {
    return new Booked(
        reference,
        account,
        AT.plusSeconds(seconds),
        rupiah,
        "id-" + reference,
        Optional.empty(),
        expected);
  }

  private static List<String> told(Reconciliation found) {
    return found.differences().stream()
        .map(
            one ->
                one.kind()
                    + one.line().map(line -> " " + line.number()).orElse("")
                    + one.booked().map(payment -> " " + payment.reference()).orElse(""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void whatIsOnBothSidesIsMatchedAndTheRestIsTold(By by) {
    Reconciliation found =
        Reconciliation.of(
            by,
            List.of(
                line(2, "11", 0, 8_400, "id-A"),
                line(3, "12", 0, 8_500, "id-B"),
                line(4, "13", 0, 8_400, "id-X"),
                line(5, "11", 0, 8_400, "id-A")),
            List.of(
                booked("A", "11", 0, 8_400),
                booked("B", "12", 0, 8_400),
                booked("C", "14", 0, 8_400),
                booked("D", "15", 0, 8_400, false)));
    assertThat(found.matched()).extracting(pair -> pair.booked().reference()).containsExactly("A");
    assertThat(told(found))
        .containsExactly("OTHER_AMOUNT 3 B", "NOT_BOOKED 4", "TWICE 5", "NOT_IN_FILE C");
  }

  @Test
  void brivaNamesAPaymentByItsAccountAndItsTime() {
    List<Booked> books = List.of(booked("A", "11", 61, 8_400), booked("B", "11", 0, 8_400));
    Reconciliation found =
        Reconciliation.of(
            By.ACCOUNT_TIME,
            List.of(line(2, "11", 30, 8_400, ""), line(3, "11", 0, 8_400, "")),
            books);
    assertThat(found.matched())
        .as("line 3 is B to the second, though line 2 comes first")
        .extracting(pair -> pair.line().number() + pair.booked().reference())
        .containsExactly("2A", "3B");
    Reconciliation late =
        Reconciliation.of(By.ACCOUNT_TIME, List.of(line(2, "11", 362, 8_400, "")), books);
    assertThat(told(late)).containsExactly("NOT_BOOKED 2", "NOT_IN_FILE A", "NOT_IN_FILE B");
  }

  /** A second payment of a bill, minutes later, is money that nobody told us of. */
  @Test
  void anotherPaymentOfTheSameAccountIsNotTheSame() {
    Reconciliation found =
        Reconciliation.of(
            By.ACCOUNT_TIME,
            List.of(line(2, "11", 0, 8_400, ""), line(3, "11", 60, 8_400, "")),
            List.of(booked("A", "11", 0, 8_400)));
    assertThat(told(found)).containsExactly("NOT_BOOKED 3");
    Reconciliation named =
        Reconciliation.of(
            By.REQUEST_ID,
            List.of(line(2, "11", 0, 8_400, "id-A"), line(3, "11", 0, 8_400, "id-Z")),
            List.of(booked("A", "11", 0, 8_400)));
    assertThat(told(named)).containsExactly("NOT_BOOKED 3");
  }

  @Test
  void anIdLeadsToItsPaymentWhateverItsTime() {
    for (By by : By.values()) {
      Reconciliation found =
          Reconciliation.of(
              by,
              List.of(line(2, "11", 50_000, 8_400, "id-A"), line(3, "12", 0, 8_400, "id-B")),
              List.of(booked("A", "11", 0, 8_400), booked("B", "13", 0, 8_400)));
      assertThat(told(found)).containsExactly("OTHER_ACCOUNT 3 B");
    }
  }

  @Test
  void aLineWithoutAnIdIsFoundByOurReference() {
    Line line = new Line(2, "11", AT, 8_400, Optional.empty(), Optional.of("A"));
    assertThat(
            Reconciliation.of(
                    By.REQUEST_ID, List.of(line), List.of(booked("A", "11", 9_999, 8_400)))
                .differences())
        .isEmpty();
  }

  /** Whatever is dropped, doubled or changed on the way is found, and nothing else. */
  @ParameterizedTest
  @EnumSource(By.class)
  void whatWasDoneToAFileIsWhatIsTold(By by) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Booked> books = new ArrayList<>();
      List<Line> lines = new ArrayList<>();
      List<String> done = new ArrayList<>();
      int number = 2;
      for (int i = 0; i < 40; i++) {
        String account = "77" + (100 + i);
        String reference = "R" + i;
        String id = by == By.REQUEST_ID || random.nextBoolean() ? "id-" + reference : "";
        Line line = line(number, account, i, 1_000 + i, id);
        switch (random.nextInt(8)) {
          case 0 -> done.add(Kind.NOT_IN_FILE + " " + reference);
          case 1 -> {
            lines.add(line);
            done.add(Kind.NOT_BOOKED + " " + number++);
            continue;
          }
          case 2 -> {
            lines.add(line(number, account, i, 5, id));
            done.add(Kind.OTHER_AMOUNT + " " + number++ + " " + reference);
          }
          case 3 -> {
            lines.add(line);
            lines.add(line(number + 1, account, i, 1_000 + i, id));
            done.add(Kind.TWICE + " " + (number + 1));
            number += 2;
          }
          default -> {
            lines.add(line);
            number++;
          }
        }
        books.add(booked(reference, account, i, 1_000 + i));
      }
      Collections.shuffle(books, random);
      Reconciliation found = Reconciliation.of(by, lines, books);
      assertThat(told(found)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(done);
      long told = found.differences().stream().filter(one -> one.line().isPresent()).count();
      assertThat(found.matched().size() + told).as("each line once").isEqualTo(lines.size());
    }
  }
}
