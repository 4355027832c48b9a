package id.gerbang.server.payment.snap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.server.billing.VirtualAccount;
import java.math.BigDecimal;

/**
 * Brings one account at a bank to what was wished, whatever the bank did with an earlier request
 * whose answer was lost. Blocks; safe for any thread.
 */
final class VaRequests {
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** 404xx14: the bank has its money; it tells us of it. */
  private static final String PAID = "14";

  /** 404xx18: the same trxId was told before, otherwise. */
  private static final String INCONSISTENT = "18";

  private final BankApi api;

  VaRequests(BankApi api) {
    this.api = api;
  }

  /**
   * @param word what the bank said, in short
   */
  record Outcome(Kind kind, String word) {
    enum Kind {
      DONE,
      REFUSED,
      LATER
    }

    static Outcome of(Said said) {
      return new Outcome(
          switch (said) {
            case Said.Answer answer when answer.isGood() -> Kind.DONE;
            case Said.Answer answer when answer.isLater() || isOfUs(answer) -> Kind.LATER;
            case Said.Answer _ -> Kind.REFUSED;
            case Said.Nothing _ -> Kind.LATER;
          },
          said.word());
    }

    /** Our key, secret or address is not good there: no account is to blame. */
    private static boolean isOfUs(Said.Answer answer) {
      return answer.status() == UNAUTHORISED || answer.status() == FORBIDDEN;
    }

    static Outcome done(Said said) {
      return new Outcome(Kind.DONE, said.word());
    }
  }

  Outcome perform(VaOrder order) throws InterruptedException {
    if (!order.open()) {
      return close(order);
    }
    return order.told() ? look(order) : create(order, true);
  }

  private Outcome create(VaOrder order, boolean looks) throws InterruptedException {
    Said said = api.call(Service.CREATE_VA, whole(order));
    return looks && isThere(said) ? look(order) : Outcome.of(said);
  }

  private static boolean isThere(Said said) {
    return said instanceof Said.Answer answer
        && (answer.status() == CONFLICT
            || (answer.status() == NOT_FOUND && answer.kase().equals(INCONSISTENT)));
  }

  /** The bank may have it: what it has decides. */
  private Outcome look(VaOrder order) throws InterruptedException {
    Said said = api.call(Service.INQUIRE_VA, named(order));
    if (!(said instanceof Said.Answer answer)) {
      return Outcome.of(said);
    }
    if (answer.isGood()) {
      return isSame(answer.body().path("virtualAccountData"), order)
          ? Outcome.done(said)
          : Outcome.of(api.call(Service.UPDATE_VA, whole(order)));
    }
    if (answer.status() == NOT_FOUND) {
      return answer.kase().equals(PAID) ? Outcome.done(said) : create(order, false);
    }
    return Outcome.of(said);
  }

  private static boolean isSame(JsonNode account, VaOrder order) {
    String value = account.path("totalAmount").path("value").asText();
    try {
      return account.path("trxId").asText().equals(order.bill())
          && new BigDecimal(value).compareTo(BigDecimal.valueOf(order.amount())) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private Outcome close(VaOrder order) throws InterruptedException {
    Said said = api.call(Service.DELETE_VA, named(order));
    // not found, or paid there: nobody can pay it any more, which is the wish
    return said instanceof Said.Answer answer && answer.status() == NOT_FOUND
        ? Outcome.done(said)
        : Outcome.of(said);
  }

  private ObjectNode named(VaOrder order) {
    VirtualAccount account = new VirtualAccount(api.access().serviceId(), order.bill());
    return BankApi.object()
        .put("partnerServiceId", account.snapServiceId())
        .put("customerNo", account.customerNo())
        .put("virtualAccountNo", account.snap())
        .put("trxId", order.bill());
  }

  private ObjectNode whole(VaOrder order) {
    ObjectNode whole =
        named(order)
            .put("virtualAccountName", order.name())
            .put("virtualAccountTrxType", "C")
            .put("expiredDate", SnapTime.of(order.expires()));
    whole.putObject("totalAmount").put("value", order.amount() + ".00").put("currency", "IDR");
    return whole;
  }
}
