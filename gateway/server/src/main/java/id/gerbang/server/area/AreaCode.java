package id.gerbang.server.area;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A code of the ministry of home affairs, PP KK CC VVVV, and below a village a suffix of our own
 * that begins with a letter. Read with or without dots: {@code 51.71.01.1003} and {@code
 * 5171011003} are the same.
 *
 * @param text without dots
 * @param level how deep it is
 */
public record AreaCode(String text, Level level) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{2})(?:\\.?(\\d{2})(?:\\.?(\\d{2})(?:\\.?(\\d{4})(?:\\.?([A-Z][A-Z0-9]{0,5}))?)?)?)?");

  /** What the length of a code says. */
  public enum Level {
    PROVINCE(2),
    REGENCY(4),
    DISTRICT(6),
    VILLAGE(10),
    /** A desa adat or banjar of a village. */
    WITHIN(11);

    private final int length;

    Level(int length) {
      this.length = length;
    }
  }

  /** Empty when it is no such code. */
  public static Optional<AreaCode> parse(String written) {
    Matcher form = FORM.matcher(written);
    if (!form.matches()) {
      return Optional.empty();
    }
    Level level = Level.PROVINCE;
    StringBuilder text = new StringBuilder(form.group(1));
    for (int part = 2; part <= form.groupCount() && form.group(part) != null; part++) {
      text.append(form.group(part));
      level = Level.values()[part - 1];
    }
    return Optional.of(new AreaCode(text.toString(), level));
  }

  /** The code of the area that this one is part of; empty for a province. */
  public Optional<String> parent() {
    return level == Level.PROVINCE
        ? Optional.empty()
        : Optional.of(text.substring(0, Level.values()[level.ordinal() - 1].length));
  }

  /**
   * What the ministry's numbering says of its kind: regencies 01–69, cities 71–99; villages 1xxx
   * kelurahan, 2xxx desa, 3xxx desa adat (UU 6/2014). Empty where the number does not tell.
   */
  public Optional<AreaKind> usualKind() {
    return switch (level) {
      case PROVINCE -> Optional.of(AreaKind.PROVINCE);
      case REGENCY -> Optional.of(text.charAt(2) >= '7' ? AreaKind.CITY : AreaKind.REGENCY);
      case DISTRICT -> Optional.of(AreaKind.DISTRICT);
      case VILLAGE ->
          Optional.ofNullable(
              switch (text.charAt(6)) {
                case '1' -> AreaKind.KELURAHAN;
                case '2' -> AreaKind.DESA_DINAS;
                case '3' -> AreaKind.DESA_ADAT;
                default -> null;
              });
      case WITHIN -> Optional.empty();
    };
  }

  /** Whether an area of this code can be of that kind. */
  public boolean canBe(AreaKind kind) {
    return switch (level) {
      case PROVINCE, REGENCY, DISTRICT -> usualKind().orElseThrow() == kind;
      case VILLAGE -> kind.isVillage() && kind != AreaKind.BANJAR;
      case WITHIN -> kind == AreaKind.DESA_ADAT || kind == AreaKind.BANJAR;
    };
  }
}
