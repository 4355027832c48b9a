package id.gerbang.server.payment;

import id.gerbang.server.ledger.Account;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A till of a branch that takes cash: {@code DPS}, or the second of several, {@code DPS-2}. Each
 * counts its own receipts.
 *
 * @param branch the branch's code, in capitals
 * @param desk which of its tills; empty where the branch has one
 */
public record Till(String branch, String desk) {
  private static final String PREFIX = "till:";
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9_]{2,16})(?:-([A-Za-z0-9]{1,8}))?");

  /** Reads what people write, in any case. */
  public static Optional<Till> parse(String written) {
    Matcher matcher = SHAPE.matcher(written);
    return matcher.matches()
        ? Optional.of(
            new Till(
                matcher.group(1).toUpperCase(Locale.ROOT),
                matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** The till of a {@link #name()}; empty when it is a bank's. */
  static Optional<Till> named(String name) {
    return name.startsWith(PREFIX) ? parse(name.substring(PREFIX.length())) : Optional.empty();
  }

  /** Where payments have a bank's name: {@code till:dps-2}. No bank has a colon in its name. */
  public String name() {
    return PREFIX + code().toLowerCase(Locale.ROOT);
  }

  /** As people write it: {@code DPS-2}. */
  public String code() {
    return desk.isEmpty() ? branch : branch + "-" + desk;
  }

  /** Its branch's cash. */
  Account account() {
    return Account.till(branch.toLowerCase(Locale.ROOT));
  }
}
