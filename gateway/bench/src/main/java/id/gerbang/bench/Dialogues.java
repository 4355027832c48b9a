package id.gerbang.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Whole registrations as they are pressed, each by a phone and a worker of its own. */
final class Dialogues {
  /** A word of the screen that each input must lead to; the first is for dialling. */
  static final List<String> EXPECTED =
      List.of(
          "1 Daftar",
          "1 Setuju",
          "NIK",
          "Nama",
          "lahir",
          "Desa",
          "1 Sesetan",
          "Pekerjaan",
          "Tempat",
          "Penghasilan",
          "Iuran",
          "milik",
          "Kode",
          "1 Kirim",
          "Tercatat");

  private static final int SERIALS = 9_999;
  private static final int DAYS = 28;
  private static final int MONTHS = 12;

  private final AtomicInteger next = new AtomicInteger();
  private final int first;
  private final boolean registers;

  /**
   * @param first offset of phones and workers, so that runs do not meet
   * @param registers whether the last input, which commits to PostgreSQL, is pressed
   */
  Dialogues(int first, boolean registers) {
    this.first = first;
    this.registers = registers;
  }

  /**
   * @param inputs accumulated text of each request, the empty first one included
   */
  record Dialogue(String phone, List<String> inputs) {
    /** What is pressed at {@code step} alone; the first step is the dialling. */
    String key(int step) {
      String all = inputs.get(step);
      return all.substring(all.lastIndexOf('*') + 1);
    }
  }

  Dialogue next() {
    int number = first + next.getAndIncrement();
    int serial = number % SERIALS + 1;
    int day = number / SERIALS % DAYS + 1;
    int month = number / SERIALS / DAYS % MONTHS + 1;
    String nik = String.format("517199%02d%02d90%04d", day, month, serial);
    String birth = String.format("%02d%02d1990", day, month);
    List<String> typed =
        List.of(
            "1", "1", nik, "Wayan Sudarma", birth, "sese", "1", "1", "1", "1", "1", "1", "1", "1");
    List<String> pressed = registers ? typed : typed.subList(0, typed.size() - 1);
    java.util.ArrayList<String> texts = new java.util.ArrayList<>(List.of(""));
    for (String input : pressed) {
      String before = texts.getLast();
      texts.add(before.isEmpty() ? input : before + "*" + input);
    }
    return new Dialogue(String.format("62812%08d", number), texts);
  }
}
