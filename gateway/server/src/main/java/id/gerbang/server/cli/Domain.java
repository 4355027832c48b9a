package id.gerbang.server.cli;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.Actions;
import id.gerbang.server.action.AgentActions;
import id.gerbang.server.action.BillingActions;
import id.gerbang.server.action.ChatActions;
import id.gerbang.server.action.ClaimActions;
import id.gerbang.server.action.ContributionActions;
import id.gerbang.server.action.DepositActions;
import id.gerbang.server.action.DirectoryActions;
import id.gerbang.server.action.EnrolmentActions;
import id.gerbang.server.action.EntryActions;
import id.gerbang.server.action.InstitutionActions;
import id.gerbang.server.action.SubjectActions;
import id.gerbang.server.action.SubscriberActions;
import id.gerbang.server.agent.AgentDesks;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.agent.Candidates;
import id.gerbang.server.agent.Certificates;
import id.gerbang.server.agent.Institutions;
import id.gerbang.server.agent.PostgresAgentDesk;
import id.gerbang.server.agent.PostgresInstitutionDesk;
import id.gerbang.server.agent.Reassignment;
import id.gerbang.server.area.Villages;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.MembershipDesk;
import id.gerbang.server.billing.PostgresBillDesk;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.billing.PostgresMembershipDesk;
import id.gerbang.server.billing.Standings;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.claim.PostgresReportDesk;
import id.gerbang.server.claim.ReportDeadlines;
import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.claim.ReportFollowing;
import id.gerbang.server.claim.ReportIntake;
import id.gerbang.server.claim.ReportTimes;
import id.gerbang.server.claim.ReportWork;
import id.gerbang.server.commission.CommissionDesk;
import id.gerbang.server.commission.CommissionIssue;
import id.gerbang.server.commission.CommissionLetters;
import id.gerbang.server.commission.PostgresCommissionDesk;
import id.gerbang.server.config.Settings;
import id.gerbang.server.consent.Erasure;
import id.gerbang.server.consent.PostgresRequestDesk;
import id.gerbang.server.consent.RequestDeadlines;
import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.consent.SubjectRights;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.deposit.DepositRoom;
import id.gerbang.server.enrolment.AgentEntries;
import id.gerbang.server.enrolment.AgentQueue;
import id.gerbang.server.enrolment.AgentWorkers;
import id.gerbang.server.enrolment.AskedWork;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.CaredWork;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Deadlines;
import id.gerbang.server.enrolment.Enrolment;
import id.gerbang.server.enrolment.EnrolmentTimes;
import id.gerbang.server.enrolment.Letters;
import id.gerbang.server.enrolment.PostgresBranchDesk;
import id.gerbang.server.enrolment.Registrar;
import id.gerbang.server.enrolment.SmsCommands;
import id.gerbang.server.enrolment.UnclearSms;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.AnswerLimit;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outreach.OutreachLetters;
import id.gerbang.server.outreach.OutreachMeters;
import id.gerbang.server.outreach.Reminders;
import id.gerbang.server.outreach.ScreenOffer;
import id.gerbang.server.outreach.Silence;
import id.gerbang.server.outreach.UnfinishedReminder;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.PaymentLetters;
import id.gerbang.server.payment.PaymentMeters;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.PostgresPaymentDesk;
import id.gerbang.server.payment.Suspense;
import id.gerbang.server.signal.LookOut;
import id.gerbang.server.signal.PostgresSignalDesk;
import id.gerbang.server.signal.SignalDesk;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.subscriber.PostgresChatLinks;
import id.gerbang.server.subscriber.Subscribers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/**
 * What a gateway does for people, on the records and whatever the wire: the rooms of the domain,
 * each with what it needs.
 */
final class Domain implements AutoCloseable {
  private final Settings settings;
  private final Figures figures;
  private final Programme programme;
  private final Jdbi jdbi;
  private final Vault vault;
  private final Outbox outbox;
  private final Codes codes;
  private final PaymentLetters paymentLetters;
  final BillIssue billIssue;
  private final EnrolmentTimes times;
  private final Letters letters;
  private final ClaimLetters claimLetters;
  private final SubjectLetters subjectLetters;
  private final AgentLetters agentLetters;
  private final OutreachLetters outreachLetters;
  private final AgentWorkers agentWorkers;
  private final AgentEntries agentEntries;
  private final Enrolment enrolment;
  private final Registrar registrar;
  private final Subscribers subscribers;
  private final BillLetters billLetters;
  private final Standings standings;
  private final Reminders reminders;

  /** What was sent without being asked; not bound to a registry yet. */
  final OutreachMeters outreachMeters = new OutreachMeters();

  final Villages villages;
  final AgentDirectory agents;
  final BranchDesk desk;
  final PostgresBills bills;
  final DepositRoom deposits;
  final List<Watch> deadlines;

  /**
   * What is looked at again and again, because it becomes due by itself.
   *
   * @param what whose deadlines, in the plural
   * @param runDue does everything that is due at a moment, and says how much it touched; blocks
   */
  record Watch(String what, ToIntFunction<Instant> runDue) {
    void runDue(Instant now) {
      runDue.applyAsInt(now);
    }
  }

  /**
   * @param figures what the programme's files say
   * @param books the live book, in whose words letters are written
   * @param random unpredictable in production: codes come from it
   */
  Domain(
      Settings settings,
      Figures figures,
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Supplier<FlowBook> books,
      RandomGenerator random) {
    this.settings = settings;
    this.figures = figures;
    this.programme = figures.programme();
    this.jdbi = jdbi;
    this.vault = vault;
    this.outbox = outbox;
    this.codes = new Codes(random);
    this.times =
        new EnrolmentTimes(
            settings.enrolment().reminder(),
            settings.enrolment().escalation(),
            settings.enrolment().code(),
            settings.enrolment().consent(),
            settings.zone());
    LetterWriter writer = new LetterWriter(books, settings.zone());
    this.letters = new Letters(writer);
    this.claimLetters = new ClaimLetters(writer);
    this.subjectLetters = new SubjectLetters(writer);
    this.agentLetters = new AgentLetters(writer);
    this.paymentLetters = new PaymentLetters(writer);
    this.outreachLetters = new OutreachLetters(writer);
    this.villages = Villages.read(jdbi);
    this.agents = new AgentDirectory(jdbi, new SealedText(vault), villages);
    this.agentWorkers = new AgentWorkers(jdbi, vault, settings.zone());
    this.agentEntries = new AgentEntries(jdbi, vault, outbox, villages, codes, times, letters);
    this.desk = new PostgresBranchDesk(jdbi, vault, outbox, letters);
    this.billLetters = new BillLetters(writer);
    this.bills = new PostgresBills(jdbi, settings.zone(), settings.billing().furtherServiceIds());
    this.billIssue =
        new BillIssue(
            jdbi,
            vault,
            outbox,
            new Dues(programme),
            settings.billing().serviceId(),
            new BillTimes(settings.billing().valid(), settings.zone()),
            random,
            billLetters,
            figures.commission().firstContribution());
    this.deposits =
        new DepositRoom(
            jdbi,
            vault,
            outbox,
            billIssue,
            payments(),
            writer,
            settings.deposits(),
            settings.zone(),
            codes::next);
    this.standings = new Standings(jdbi, vault, new Dues(programme), settings.zone());
    this.reminders =
        new Reminders(
            jdbi,
            new SealedText(vault),
            outbox,
            standings,
            settings.outreach().plan(),
            settings.outreach().limits(),
            settings.zone(),
            outreachLetters,
            outreachMeters);
    this.deadlines =
        List.of(
            new Watch("applications", new Deadlines(jdbi, vault, outbox, times, letters)::runDue),
            new Watch(
                "reports", new ReportDeadlines(jdbi, vault, outbox, agents, claimLetters)::runDue),
            new Watch(
                "requests", new RequestDeadlines(jdbi, vault, outbox, subjectLetters)::runDue),
            new Watch("bills", bills::runDue),
            new Watch("reminders", reminders::runDue),
            new Watch("savings", deposits.savings::runDue),
            new Watch("certificates", new Certificates(jdbi, vault, outbox, agentLetters)::runDue),
            new Watch("agents' work", reassignment()::runDue),
            new Watch("signals", new LookOut(jdbi, vault, figures.signals())::runDue),
            new Watch(
                "commissions",
                new CommissionIssue(
                        jdbi,
                        vault,
                        outbox,
                        figures.commission(),
                        new CommissionLetters(writer),
                        settings.zone())
                    ::runDue));
    this.enrolment = new Enrolment(jdbi, vault, outbox, agents, times, letters);
    this.registrar = new Registrar(jdbi, vault, outbox, villages, agents, codes, times, letters);
    this.subscribers = new Subscribers(jdbi, vault);
  }

  /** The language that this phone is spoken to in, from now on. */
  void speaks(Msisdn phone, String language, Instant at) {
    subscribers.speaks(phone, language, at);
  }

  /** What people may do by SMS. */
  SmsCommands smsCommands() {
    return new SmsCommands(
        vault, outbox, letters, codes, times, agentWorkers, agentEntries, villages, programme);
  }

  /** {@code STOP} and {@code MULAI}. */
  Silence silence(AnswerLimit limit) {
    return new Silence(vault, outbox, limit, outreachLetters);
  }

  /** What nobody else understood. */
  UnclearSms unclearSms() {
    return new UnclearSms(vault, outbox, letters);
  }

  /** The offer to go on after a dropped call. */
  UnfinishedReminder unfinished(ScreenOffer screens, InstantSource clock) {
    return new UnfinishedReminder(
        jdbi, vault, outbox, outreachLetters, screens, clock, outreachMeters);
  }

  /** What menus may do. */
  Actions actions() {
    return new Actions(
        programme,
        new EnrolmentActions(enrolment, registrar, standings).all(),
        claimActions().all(),
        new SubjectActions(
                new SubjectRights(
                    jdbi, vault, outbox, codes::next, subjectLetters, settings.zone()))
            .all(),
        new AgentActions(
                agents,
                new AgentQueue(jdbi, vault, outbox, times, letters),
                agentWorkers,
                standings)
            .all(),
        new EntryActions(agentEntries, new Candidates(jdbi, vault, outbox, agents, agentLetters))
            .all(),
        new DirectoryActions(villages, agents, programme, settings.zone()).all(),
        new SubscriberActions(subscribers).all(),
        new ChatActions(new PostgresChatLinks(jdbi, vault, ChatLinks.Notice.NONE)).all(),
        new InstitutionActions(new Institutions(jdbi, villages, settings.zone())).all(),
        new ContributionActions(enrolment, programme, settings.zone()).all(),
        new BillingActions(billIssue, programme).all(),
        new DepositActions(deposits.deposits, settings.zone()).all());
  }

  private ClaimActions claimActions() {
    return new ClaimActions(
        new ReportIntake(
            jdbi, vault, outbox, villages, agents, codes, ReportTimes.R18, claimLetters),
        new ReportFollowing(jdbi, vault),
        settings.zone());
  }

  /** What the branch sees of its agents, and does with them. */
  AgentDesks agentDesks() {
    return new AgentDesks(
        new PostgresAgentDesk(jdbi, vault, outbox, villages, agents, agentLetters),
        reassignment(),
        new PostgresInstitutionDesk(jdbi, vault, villages, agents, settings.zone()));
  }

  /** What goes to others when an agent cannot act. */
  private Reassignment reassignment() {
    return new Reassignment(
        jdbi,
        agents,
        List.of(
            new ReportWork(vault, outbox, claimLetters),
            new AskedWork(vault, outbox, codes, times, letters),
            CaredWork.entered(vault, outbox, letters, agentLetters),
            CaredWork.members(vault, outbox, letters, agentLetters)),
        settings.enrolment().reassignAfter());
  }

  /** Takes what members pay. */
  Payments payments() {
    return new Payments(bills, new Ledger(), vault, outbox, paymentLetters, codes::next);
  }

  /** What the branch sees of payments. */
  PaymentDesk paymentDesk(PaymentMeters meters) {
    Suspense suspense =
        new Suspense(bills, new Ledger(), vault, outbox, paymentLetters, codes::next);
    return new PostgresPaymentDesk(
        jdbi, vault, payments(), suspense, settings.billing().serviceId(), meters);
  }

  /** What the branch sees of signals, and of its agents' conduct. */
  SignalDesk signalDesk() {
    return new PostgresSignalDesk(jdbi, vault, settings.zone());
  }

  /** What agents are paid. */
  CommissionDesk commissionDesk() {
    return new PostgresCommissionDesk(jdbi, figures.commission(), settings.zone());
  }

  /** What the branch sees of bills. */
  BillDesk billDesk() {
    return new PostgresBillDesk(
        jdbi, vault, new Dues(programme), settings.zone(), billIssue, programme.months());
  }

  /** What the branch does with memberships. */
  MembershipDesk membershipDesk() {
    return new PostgresMembershipDesk(jdbi, vault, outbox, programme, settings.zone(), billLetters);
  }

  /** What the branch sees of reports. */
  ReportDesk reportDesk() {
    return new PostgresReportDesk(jdbi, vault, outbox, claimLetters);
  }

  /** What the branch sees of requests about personal data. */
  RequestDesk requestDesk() {
    return new PostgresRequestDesk(
        jdbi,
        vault,
        outbox,
        subjectLetters,
        new Erasure(jdbi, vault, outbox, subjectLetters),
        villages);
  }

  @Override
  public void close() {
    subscribers.close();
    registrar.close();
    enrolment.close();
  }
}
