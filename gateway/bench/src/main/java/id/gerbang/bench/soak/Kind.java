package id.gerbang.bench.soak;

import java.util.Random;

/** What can be done; each as likely as it is written. */
enum Kind {
  PAYS(8),
  REPEATS(2),
  REPEATS_THE_EXTERNAL_ID(2),
  ADVISES(2),
  PAYS_TWICE(2),
  OVERPAYS(2),
  UNDERPAYS(2),
  PAYS_AFTER_EXPIRY(2),
  PAYS_WHAT_WAS_REPLACED(2),
  PAYS_NO_BILL(1),
  SAME_REQUEST_FOR_OTHER_MONEY(1),
  TWO_AT_ONCE(2),
  ONE_TWICE_AT_ONCE(2),
  NEVER_PAYS(2),
  AT_THE_TILL(3),
  TILL_REPEATS(2),
  TILL_AND_BANK(2),
  TILL_TAKES_TOO_MUCH(1),
  TILL_TAKES_TOO_LITTLE(1),
  TILL_AFTER_EXPIRY(1),
  TILL_FOR_NO_BILL(1);

  private final int weight;

  Kind(int weight) {
    this.weight = weight;
  }

  static Kind drawn(Random dice) {
    int total = 0;
    for (Kind kind : values()) {
      total += kind.weight;
    }
    int left = dice.nextInt(total);
    for (Kind kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
