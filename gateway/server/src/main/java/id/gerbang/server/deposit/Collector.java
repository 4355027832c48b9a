package id.gerbang.server.deposit;

/**
 * An agent who may take deposits now.
 *
 * @param institution whose MoU allows it
 * @param limits their own
 */
record Collector(String code, String name, long institution, DepositLimits limits) {}
