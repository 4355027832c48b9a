package id.gerbang.server.deposit;

import id.gerbang.engine.value.Answers;
import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole rupiah as people type them. What could be two amounts is none. */
public final class TypedRupiah {
  /** 5000, and no more than any limit could be. */
  private static final Pattern PLAIN = Pattern.compile("[0-9]{1,9}");

  /** 5.000 and 5,000; also 5 000. */
  private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([., ])[0-9]{3}(\\1[0-9]{3})?");

  /** 5rb, 2,5rb, 10 ribu, 5k. */
  private static final Pattern THOUSANDS =
      Pattern.compile("([0-9]{1,4})(?:[.,]([0-9]))? ?(?:RB|RIBU|K)\\.?");

  /** Rp. before it; ,- or ,00 behind it. */
  private static final Pattern AROUND = Pattern.compile("(?:RP|IDR)?[. ]*(.*?)(?:,-|,--|,00|-)?");

  private static final int THOUSAND = 1000;
  private static final int HUNDRED = 100;

  private TypedRupiah() {}

  /**
   * An amount as people write it; empty when it is none, or could be two.
   *
   * @param written {@code Rp5.000}, {@code 5000}, {@code 5rb}
   */
  public static OptionalLong read(String written) {
    Matcher around =
        AROUND.matcher(
            Answers.clean(Normalizer.normalize(written, Normalizer.Form.NFKC))
                .toUpperCase(Locale.ROOT));
    if (!around.matches()) {
      return OptionalLong.empty();
    }
    String number = around.group(1).strip();
    if (PLAIN.matcher(number).matches()) {
      return OptionalLong.of(Long.parseLong(number));
    }
    if (GROUPED.matcher(number).matches()) {
      return OptionalLong.of(Long.parseLong(number.replaceAll("[^0-9]", "")));
    }
    Matcher thousands = THOUSANDS.matcher(number);
    if (!thousands.matches()) {
      return OptionalLong.empty();
    }
    String tenths = thousands.group(2);
    return OptionalLong.of(
        Long.parseLong(thousands.group(1)) * THOUSAND
            + (tenths == null ? 0 : Long.parseLong(tenths) * HUNDRED));
  }
}
