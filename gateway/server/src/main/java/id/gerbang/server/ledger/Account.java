package id.gerbang.server.ledger;

import java.util.regex.Pattern;

/**
 * An account of the ledger.
 *
 * @param code {@code contributions}, {@code bank:bri}
 */
public record Account(String code, Kind kind) {
  private static final Pattern CODE = Pattern.compile("[a-z_]{2,32}(:[a-z0-9_]{2,32})?");

  /** What was paid for cover, and is owed to the programme. */
  public static final Account CONTRIBUTIONS = new Account("contributions", Kind.LIABILITY);

  /** What came in and fits no bill: owed to whoever paid it. */
  public static final Account SUSPENSE = new Account("suspense", Kind.LIABILITY);

  /** An asset grows by a positive posting, a liability by a negative one. */
  public enum Kind {
    ASSET,
    LIABILITY;

    String label() {
      return this == ASSET ? "asset" : "liability";
    }
  }

  public Account {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("an account's code is like contributions or bank:bri");
    }
  }

  /** What a bank has taken for us and not yet settled. */
  public static Account clearing(String bank) {
    return new Account("bank:" + bank, Kind.ASSET);
  }

  /** What a bank took for us and has paid out, by its settlement. */
  public static Account settled(String bank) {
    return new Account("settled:" + bank, Kind.ASSET);
  }

  /**
   * Cash at the tills of a branch.
   *
   * @param branch its code, in lower case
   */
  public static Account till(String branch) {
    return new Account("till:" + branch, Kind.ASSET);
  }
}
