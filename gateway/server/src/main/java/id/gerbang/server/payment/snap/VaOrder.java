package id.gerbang.server.payment.snap;

import java.time.Instant;

/**
 * What a bank shall have of a bill.
 *
 * @param open whether its account shall be there; otherwise it shall not
 * @param told whether the bank may have heard of it before
 * @param version of this wish
 * @param name what the bank shows at the account
 */
record VaOrder(
    String bill,
    boolean open,
    boolean told,
    int version,
    int refusals,
    int failures,
    long amount,
    Instant expires,
    String name) {}
