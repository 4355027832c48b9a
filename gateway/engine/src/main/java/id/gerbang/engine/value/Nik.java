package id.gerbang.engine.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The population number: 16 digits PPKKCC DDMMYY SSSS. Province 11–96; kabupaten 01–69 or kota
 * 71–99; a woman's day is raised by 40; there is no check digit. The area is where it was first
 * issued, so an unknown one is never refused here.
 */
public final class Nik {
  private static final int LENGTH = 16;

  private Nik() {}

  /** What is wrong with a NIK. The words are {@code mistakes.nik.<lower-case name>}. */
  public enum Flaw {
    NONE,
    DIGITS,
    AREA,
    DATE,
    SERIAL
  }

  /** The first flaw of {@code nik}, or {@link Flaw#NONE}. */
  public static Flaw flaw(String nik) {
    if (nik.length() != LENGTH || !nik.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Flaw.DIGITS;
    }
    int province = number(nik, 0, 2);
    int regency = number(nik, 2, 4);
    if (province < 11 || province > 96 || regency == 0 || regency == 70) {
      return Flaw.AREA;
    }
    if (!isADate(day(nik), number(nik, 8, 10), number(nik, 10, 12))) {
      return Flaw.DATE;
    }
    return nik.endsWith("0000") ? Flaw.SERIAL : Flaw.NONE;
  }

  /**
   * Whether the day, month and two-digit year inside {@code nik} are those of {@code birth}. The
   * century is not in it.
   */
  public static boolean isOf(String nik, LocalDate birth) {
    return day(nik) == birth.getDayOfMonth()
        && number(nik, 8, 10) == birth.getMonthValue()
        && number(nik, 10, 12) == birth.getYear() % 100;
  }

  /** The last four digits, as others may see it: {@code ..0004}. */
  public static String masked(String nik) {
    return ".." + nik.substring(Math.max(0, nik.length() - 4));
  }

  private static int day(String nik) {
    int day = number(nik, 6, 8);
    return day > 40 ? day - 40 : day;
  }

  /** In either century: 29 February is refused only when neither 19YY nor 20YY has one. */
  private static boolean isADate(int day, int month, int year) {
    try {
      int longest =
          Math.max(
              YearMonth.of(1900 + year, month).lengthOfMonth(),
              YearMonth.of(2000 + year, month).lengthOfMonth());
      return day >= 1 && day <= longest;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static int number(String nik, int from, int to) {
    return Integer.parseInt(nik, from, to, 10);
  }
}
