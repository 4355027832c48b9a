package id.gerbang.server.deposit;

import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Nik;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code SETOR#NIK#JUMLAH} as people type it (contract.md): case, spaces and {@code #}/{@code *}
 * between fields do not matter. A fourth field counts deposits that are alike: {@code
 * SETOR#NIK#5000#2}.
 */
final class DepositText {
  private static final Pattern COMMAND = Pattern.compile("SETOR(?![A-Z])[ #.,:;]*(.*)");

  /** Sixteen digits, which people part by spaces, dots or strokes. */
  private static final Pattern NIK = Pattern.compile("([0-9](?:[ .-]?[0-9]){15})(?![0-9])(.*)");

  private static final Pattern ORDINAL =
      Pattern.compile("(.*?)(?:#|(?<=[0-9BU,-]) ) ?([0-9]{1,2})");

  private DepositText() {}

  /** What was read. */
  sealed interface Read {
    record Good(String nik, long rupiah, int ordinal) implements Read {}

    /** It is meant as a deposit, and a field is none. */
    record Wrong(Field field) implements Read {}
  }

  /** The field that is wrong. */
  enum Field {
    /** All of it. */
    FORM,
    NIK,
    AMOUNT
  }

  /** Empty when it is another command. */
  static Optional<Read> read(String text) {
    String plain =
        Answers.clean(Normalizer.normalize(text, Normalizer.Form.NFKC).replace('*', '#'))
            .toUpperCase(Locale.ROOT)
            .replaceAll(" *#[# ]*", "#");
    Matcher command = COMMAND.matcher(plain);
    if (!command.matches()) {
      return Optional.empty();
    }
    String fields = command.group(1).replaceAll("[# ]+$", "");
    if (fields.isEmpty()) {
      return Optional.of(new Read.Wrong(Field.FORM));
    }
    Matcher nik = NIK.matcher(fields);
    if (!nik.matches() || Nik.flaw(nik.group(1).replaceAll("[^0-9]", "")) != Nik.Flaw.NONE) {
      return Optional.of(new Read.Wrong(Field.NIK));
    }
    return Optional.of(
        money(nik.group(1).replaceAll("[^0-9]", ""), nik.group(2).replaceAll("^[# ]+", "")));
  }

  /**
   * @param written an amount, and perhaps which one of several it is
   */
  private static Read money(String nik, String written) {
    OptionalLong whole = TypedRupiah.read(written);
    if (whole.isPresent()) {
      return new Read.Good(nik, whole.getAsLong(), NewDeposit.FIRST);
    }
    Matcher counted = ORDINAL.matcher(written);
    if (counted.matches()) {
      OptionalLong amount = TypedRupiah.read(counted.group(1));
      int ordinal = Integer.parseInt(counted.group(2));
      if (amount.isPresent() && ordinal >= NewDeposit.FIRST) {
        return new Read.Good(nik, amount.getAsLong(), ordinal);
      }
    }
    return new Read.Wrong(Field.AMOUNT);
  }
}
