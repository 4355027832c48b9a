package id.gerbang.server.billing;

import java.time.Duration;
import java.time.ZoneId;

/**
 * @param valid how long a bill may be paid at most
 * @param zone the branch's: its days are those of cover
 */
public record BillTimes(Duration valid, ZoneId zone) {}
