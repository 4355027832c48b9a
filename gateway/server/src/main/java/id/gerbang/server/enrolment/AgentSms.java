package id.gerbang.server.enrolment;

import id.gerbang.server.area.Villages;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.AgentWorkers.Who;
import id.gerbang.server.enrolment.EntryText.Field;
import id.gerbang.server.enrolment.EntryText.Read;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What agents ask by SMS without a code: DAFTAR, REKAP, and their BANTUAN (contract.md). Each
 * answers with the words to its sender; empty when that number has had enough short answers.
 */
final class AgentSms {
  private final Vault vault;
  private final AgentWorkers workers;
  private final AgentEntries entries;
  private final EntryText texts;
  private final Villages villages;
  private final EnrolmentTimes times;
  private final Letters letters;

  AgentSms(
      Vault vault,
      AgentWorkers workers,
      AgentEntries entries,
      Villages villages,
      Programme programme,
      EnrolmentTimes times,
      Letters letters) {
    this.vault = vault;
    this.workers = workers;
    this.entries = entries;
    this.texts = new EntryText(villages, programme, letters.entries(), times.zone());
    this.villages = villages;
    this.times = times;
    this.letters = letters;
  }

  /** {@code DAFTAR#…}. */
  Optional<String> enter(Handle tx, Msisdn from, String text, Instant at) {
    Who who = workers.who(tx, from);
    Read read = texts.read(from, text, at);
    return switch (who) {
      case NO_AGENT -> puzzled(tx, from, letters.entries().onlyAgents("DAFTAR"), at);
      case NOT_ACTIVE -> puzzled(tx, from, letters.suspended(), at);
      case ACTIVE ->
          switch (read) {
            case Read.Wrong(Field field) -> wrong(tx, from, field, at);
            case Read.Which(List<String> places) ->
                puzzled(tx, from, letters.entries().whichVillage(places), at);
            case Read.Good(Entry entry) -> entered(tx, entry, at);
          };
    };
  }

  private Optional<String> entered(Handle tx, Entry entry, Instant at) {
    // Who gets one right is no machine: the next mistake is answered again.
    return switch (entries.enter(tx, entry, at)) {
      case Entered.Done(String reference) -> {
        Puzzled.forgive(tx, vault.lookup("phone", entry.agent().digits()));
        yield Optional.of(
            letters
                .entries()
                .entryRecorded(reference, entry, village(entry), at.plus(times.consent())));
      }
      case Entered.Exists(BranchDesk.Status status, Optional<String> reference) ->
          Optional.of(letters.entries().entryExists(entry.nik(), status, reference));
      case Entered.AgentsPhone() -> wrong(tx, entry.agent(), Field.AGENTS_PHONE, at);
      case Entered.MouExpired(String institution, LocalDate until) ->
          puzzled(tx, entry.agent(), letters.entries().mouExpired(institution, until), at);
      case Entered.NoMou(String institution) ->
          puzzled(tx, entry.agent(), letters.entries().noMou(institution), at);
      case Entered.CertificateExpired(LocalDate until) ->
          puzzled(tx, entry.agent(), letters.entries().certificateExpired(until), at);
      case Entered.NotActive(), Entered.NoAgent() ->
          puzzled(tx, entry.agent(), letters.suspended(), at);
    };
  }

  private String village(Entry entry) {
    return villages.byId(entry.village()).map(Villages.Village::name).orElse(entry.village());
  }

  /** {@code REKAP}. */
  Optional<String> figures(Handle tx, Msisdn from, Instant at) {
    Optional<AgentWorkers.Month> month = workers.month(tx, from, at);
    return month.isPresent()
        ? month.map(letters.entries()::figures)
        : puzzled(
            tx,
            from,
            workers.who(tx, from) == Who.NO_AGENT
                ? letters.entries().onlyAgents("REKAP")
                : letters.suspended(),
            at);
  }

  /** {@code BANTUAN}: what its sender can send. */
  String help(Handle tx, Msisdn from) {
    return workers.who(tx, from) == Who.ACTIVE ? letters.entries().help() : letters.help();
  }

  private Optional<String> wrong(Handle tx, Msisdn from, Field field, Instant at) {
    return puzzled(tx, from, letters.entries().entryWrong(field), at);
  }

  private Optional<String> puzzled(Handle tx, Msisdn from, String words, Instant at) {
    return Puzzled.mayAnswer(tx, vault.lookup("phone", from.digits()), at)
        ? Optional.of(words)
        : Optional.empty();
  }
}
