package id.gerbang.server.carrier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An invented person who walks menus: mostly answers what is asked, sometimes types what nobody
 * should. Confined to its phone's thread.
 */
public final class Wanderer {
  /** Of a hundred answers, so many are none that the screen asks for. */
  private static final int STRANGE = 12;

  /** Of a hundred choices, so many go back or out. */
  private static final int BACK = 8;

  private static final Pattern OPTION = Pattern.compile("(?m)^([0-9]{1,2}) ");
  private static final String BORN = "17081990";

  /** What people type, and what a script kiddie does. */
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "99",
          "-1",
          "*",
          "#",
          "0x1",
          "1 1",
          "halo apa kabar",
          "517199",
          "5171999999990001",
          "5171991708900000",
          "31022026",
          "Ni Wayan [é]",
          "مرحبا",
          "😀😀",
          "{0} ${x} ' ; -- DROP",
          "1\n2",
          "\u0000",
          "7".repeat(160),
          "x".repeat(182));

  private final RandomGenerator random;
  private final String nik;
  private final String name;

  /**
   * @param number tells people apart: 1 to 9998
   */
  public Wanderer(RandomGenerator random, int number) {
    if (number < 1 || number > 9998) {
      throw new IllegalArgumentException("expected a number from 1 to 9998");
    }
    this.random = random;
    this.nik = "517199170890" + "%04d".formatted(number);
    this.name = "Wayan " + letters(number);
  }

  private static String letters(int number) {
    StringBuilder letters = new StringBuilder("Z");
    for (int rest = number; rest > 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters + "wati";
  }

  /** The NIK that this person types where one is asked for: in the unassigned area 517199. */
  public String nik() {
    return nik;
  }

  /** The name that this person types. */
  public String name() {
    return name;
  }

  /** What this person types on a screen. */
  public String answer(String screen) {
    if (random.nextInt(100) < STRANGE) {
      return ODD.get(random.nextInt(ODD.size()));
    }
    List<String> options = new ArrayList<>();
    for (Matcher matcher = OPTION.matcher(screen); matcher.find(); ) {
      if (!matcher.group(1).equals("0")) {
        options.add(matcher.group(1));
      }
    }
    if (random.nextInt(100) < BACK) {
      return random.nextBoolean() ? "0" : "00";
    }
    String asked = typed(screen.toLowerCase(Locale.ROOT), options.isEmpty());
    return !asked.isEmpty() ? asked : options.isEmpty() ? "1" : option(options);
  }

  /** The first option leads on where menus are made for people: half of the choices take it. */
  private String option(List<String> options) {
    return random.nextBoolean() ? options.getFirst() : options.get(random.nextInt(options.size()));
  }

  private String typed(String screen, boolean nothingElse) {
    String first = screen.lines().findFirst().orElse("");
    if (first.contains("nik")) {
      return nothingElse ? nik : "";
    }
    if (first.contains("nama")) {
      return random.nextInt(4) == 0 ? "" : name;
    }
    if (first.contains("lahir") || first.contains("tanggal")) {
      return nothingElse ? BORN : "";
    }
    if (nothingElse && (first.contains("desa") || first.contains("huruf"))) {
      return random.nextBoolean() ? "sese" : "7373";
    }
    if (first.contains("kode agen")) {
      return random.nextBoolean() ? "PRS00" + (1 + random.nextInt(9)) : "";
    }
    return nothingElse && first.contains("hp") ? "081200000999" : "";
  }
}
