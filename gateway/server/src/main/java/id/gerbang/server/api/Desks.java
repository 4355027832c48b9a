package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesks;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.MembershipDesk;
import id.gerbang.server.billing.QrisOffers;
import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.commission.CommissionDesk;
import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.deposit.DepositDesk;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.signal.SignalDesk;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.function.Function;

/**
 * What the branch's API speaks for: the desk of each room of the domain.
 *
 * @param sent the SMS that were sent to a phone
 */
public record Desks(
    BranchDesk branch,
    AgentDesks agents,
    ReportDesk reports,
    RequestDesk requests,
    BillDesk bills,
    QrisOffers qris,
    MembershipDesk memberships,
    PaymentDesk payments,
    DepositDesk deposits,
    SignalDesk signals,
    CommissionDesk commissions,
    Function<Msisdn, List<SentMessages.Message>> sent) {}
