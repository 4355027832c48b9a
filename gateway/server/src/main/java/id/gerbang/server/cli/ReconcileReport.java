package id.gerbang.server.cli;

import id.gerbang.server.payment.CsvTable;
import id.gerbang.server.payment.Reconciliation.Booked;
import id.gerbang.server.payment.Reconciliation.Difference;
import id.gerbang.server.payment.Reconciliation.Kind;
import id.gerbang.server.payment.Reconciliation.Pair;
import id.gerbang.server.payment.Settlement;
import id.gerbang.server.payment.SettlementFile;
import id.gerbang.server.payment.SettlementFile.Line;
import id.gerbang.server.payment.Taken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What came of a settlement report, for people and for machines. */
record ReconcileReport(SettlementFile file, Settlement.Wanted wanted, Settlement.Outcome outcome) {
  /** More tell a person no more; a machine is told all. */
  private static final int MOST_LINES = 200;

  private static final String[] COLUMNS = {
    "kind",
    "line",
    "virtualAccountNo",
    "trxDateTime",
    "fileAmount",
    "bookedAmount",
    "paymentRequestId",
    "payment",
    "outcome"
  };

  /**
   * A difference as it is told.
   *
   * @param line 0 when the file does not have it
   * @param outcome what was done about it; empty when nothing was
   */
  private record Told(
      String kind,
      long line,
      String account,
      String at,
      Optional<Long> inFile,
      Optional<Long> inBooks,
      String requestId,
      String payment,
      String outcome) {}

  /** How many there are; lines that cannot be read are some. */
  int differences() {
    return file.bad().size() + outcome.found().differences().size();
  }

  private List<Told> told() {
    List<Told> told = new ArrayList<>();
    for (CsvTable.Row.Bad bad : file.bad()) {
      told.add(
          new Told(
              "unreadable",
              bad.line(),
              "",
              "",
              Optional.empty(),
              Optional.empty(),
              "",
              "",
              bad.why()));
    }
    outcome.found().differences().forEach(difference -> told.add(told(difference)));
    return told;
  }

  private Told told(Difference difference) {
    Optional<Line> line = difference.line();
    Optional<Booked> booked = difference.booked();
    return new Told(
        difference.kind().label(),
        line.map(Line::number).orElse(0L),
        line.map(Line::account).or(() -> booked.map(Booked::account)).orElse(""),
        line.map(Line::at)
            .or(() -> booked.map(Booked::paidAt))
            .map(ReconcileReport::wib)
            .orElse(""),
        line.map(Line::rupiah),
        booked.map(Booked::rupiah),
        line.flatMap(Line::requestId).or(() -> booked.map(Booked::requestId)).orElse(""),
        booked.map(Booked::reference).orElse(""),
        line.map(Line::number).map(outcome.booked()::get).map(ReconcileReport::became).orElse(""));
  }

  private static String became(Taken taken) {
    return switch (taken) {
      case Taken.Done(String reference, _) -> "paid " + reference;
      case Taken.Parked(String reference, Taken.Reason reason, _) ->
          "suspense " + reference + " " + reason.label();
      case Taken.Refused _ -> "refused";
    };
  }

  private static String wib(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
  }

  private long matchedRupiah() {
    return outcome.found().matched().stream().mapToLong(pair -> pair.line().rupiah()).sum();
  }

  private long settledBefore() {
    return outcome.found().matched().stream()
        .map(Pair::booked)
        .filter(booked -> booked.settledBy().isPresent())
        .count();
  }

  private static String rp(long rupiah) {
    return "Rp" + String.format(Locale.GERMANY, "%,d", rupiah);
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s to %s (WIB): %d lines, %s"
            .formatted(
                wanted.bank(),
                wanted.days().from(),
                wanted.days().until(),
                file.lines().size() + file.bad().size(),
                rp(file.lines().stream().mapToLong(Line::rupiah).sum())));
    lines.add(
        "in both: %d, %s (%d settled now, %d before)"
            .formatted(
                outcome.found().matched().size(),
                rp(matchedRupiah()),
                outcome.settled(),
                settledBefore()));
    List<Told> told = told();
    told.stream().limit(MOST_LINES).map(ReconcileReport::line).forEach(lines::add);
    if (told.size() > MOST_LINES) {
      lines.add("and " + (told.size() - MOST_LINES) + " more; --csv has all");
    }
    lines.add(told.isEmpty() ? "no difference" : told.size() + " differences");
    return lines;
  }

  private static String line(Told told) {
    String where = told.line() == 0 ? "in our books" : "line " + told.line();
    if (told.kind().equals("unreadable")) {
      return "%-12s  cannot be read: %s".formatted(where, told.outcome());
    }
    String what = words(Kind.valueOf(told.kind().toUpperCase(Locale.ROOT)), told);
    return "%-12s  %s  %s  %s%s%s"
        .formatted(
            where,
            told.account(),
            told.at(),
            what,
            told.payment().isEmpty() ? "" : "  payment " + told.payment(),
            told.outcome().isEmpty() ? "" : "  -> " + told.outcome());
  }

  private static String words(Kind kind, Told told) {
    return switch (kind) {
      case NOT_BOOKED -> told.inFile().map(ReconcileReport::rp).orElse("") + " not in our books";
      case NOT_IN_FILE ->
          told.inBooks().map(ReconcileReport::rp).orElse("") + " not in the bank's file";
      case OTHER_AMOUNT ->
          told.inFile().map(ReconcileReport::rp).orElse("")
              + " in the file, "
              + told.inBooks().map(ReconcileReport::rp).orElse("")
              + " in our books";
      case OTHER_ACCOUNT -> "to another account in our books";
      case TWICE -> told.inFile().map(ReconcileReport::rp).orElse("") + " twice in the file";
    };
  }

  /** For machines: all of it. */
  JsonObject json() {
    JsonArray differences = new JsonArray();
    told()
        .forEach(
            one ->
                differences.add(
                    new JsonObject()
                        .put("kind", one.kind())
                        .put("line", one.line() == 0 ? null : one.line())
                        .put("virtualAccountNo", orNull(one.account()))
                        .put("trxDateTime", orNull(one.at()))
                        .put("fileAmount", one.inFile().orElse(null))
                        .put("bookedAmount", one.inBooks().orElse(null))
                        .put("paymentRequestId", orNull(one.requestId()))
                        .put("payment", orNull(one.payment()))
                        .put("outcome", orNull(one.outcome()))));
    return new JsonObject()
        .put("bank", wanted.bank())
        .put("from", wanted.days().from().toString())
        .put("until", wanted.days().until().toString())
        .put("file", file.digest())
        .put("lines", file.lines().size() + file.bad().size())
        .put("matched", outcome.found().matched().size())
        .put("matchedAmount", matchedRupiah())
        .put("settledNow", outcome.settled())
        .put("settledBefore", settledBefore())
        .put("differences", differences);
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** For machines and spreadsheets: the differences, with a header. */
  String csv() {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer =
        new CSVPrinter(out, CSVFormat.RFC4180.builder().setHeader(COLUMNS).get())) {
      for (Told one : told()) {
        printer.printRecord(
            one.kind(),
            one.line() == 0 ? "" : one.line(),
            one.account(),
            one.at(),
            one.inFile().map(Object::toString).orElse(""),
            one.inBooks().map(Object::toString).orElse(""),
            plain(one.requestId()),
            one.payment(),
            one.outcome());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be written", e);
    }
    return out.toString();
  }

  /** A spreadsheet must not take what a bank wrote for a formula. */
  private static String plain(String text) {
    return !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
