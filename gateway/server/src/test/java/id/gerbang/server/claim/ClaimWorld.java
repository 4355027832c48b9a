package id.gerbang.server.claim;

import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;

/** The room on a real PostgreSQL, beside an enrolment whose members it may be about. */
final class ClaimWorld {
  static final Msisdn REPORTER = new Msisdn("6281200020001");
  static final Msisdn RELATIVE = new Msisdn("6281200020002");
  static final Msisdn AGENT_OF_PECATU = new Msisdn("6281200000002");
  static final ZoneId WITA = ZoneId.of("Asia/Makassar");

  final World world = new World();
  final ClaimLetters letters = new ClaimLetters(new LetterWriter(ShippedLetters::book, WITA));
  final ReportIntake intake =
      new ReportIntake(
          world.jdbi,
          world.vault,
          world.outbox,
          world.villages,
          world.agents,
          new Codes(new Random(11)),
          ReportTimes.R18,
          letters);
  final ReportFollowing following = new ReportFollowing(world.jdbi, world.vault);
  final ReportDeadlines deadlines =
      new ReportDeadlines(world.jdbi, world.vault, world.outbox, world.agents, letters);
  final ReportDesk desk = new PostgresReportDesk(world.jdbi, world.vault, world.outbox, letters);

  /** Of an accident in Pecatu yesterday; whom it happened to is known nowhere. */
  static NewReport report(String intent) {
    return report(intent, Risk.ACCIDENT, Optional.of(NIK));
  }

  static NewReport report(String intent, Risk risk, Optional<String> nik) {
    return new NewReport(
        REPORTER,
        risk,
        nik,
        "5103052001",
        Optional.of("tangga pura"),
        LocalDate.of(2026, 10, 17),
        Optional.of(RELATIVE),
        Channel.USSD,
        "id",
        intent);
  }

  /** Takes a report and gives its reference. */
  String made(NewReport report) {
    return ((Reported.Done) intake.report(report, T0)).reference();
  }

  ReportDesk.Report found(String reference) {
    return desk.find(reference).orElseThrow();
  }
}
