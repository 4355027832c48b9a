package id.gerbang.server.cli;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened at one phone, in the form of flow-language.md, so that it can be played with {@code
 * gerbang test}. Safe for any thread.
 */
final class Story {
  private final String phone;
  private final List<String> lines = new ArrayList<>();

  Story(String phone, LocalDateTime at) {
    this.phone = phone;
    lines.add(
        "at "
            + at.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
            + "  surface ussd  from "
            + phone);
  }

  synchronized void typed(String text) {
    lines.add("> " + text.replaceAll("\\p{Cntrl}", " "));
  }

  /** The words of the carrier's own screens, which no gateway showed. */
  private static boolean isTheCarriers(String screen) {
    return screen.startsWith("Layanan sedang tidak tersedia. ") || screen.equals("Sesi berakhir.");
  }

  synchronized void shown(String screen) {
    if (isTheCarriers(screen)) {
      lines.add("# the carrier: " + screen);
      lines.add("-- drops");
      return;
    }
    lines.add("< " + screen.replace("\n", "\n  "));
  }

  synchronized void dropped() {
    lines.add("-- drops");
  }

  synchronized void smsFrom(String text) {
    lines.add("sms from " + phone + "\n> " + text.replaceAll("\\p{Cntrl}", " "));
  }

  synchronized void smsTo(String text) {
    lines.add("sms to " + phone + "\n< " + text.replace("\n", "\n  "));
  }

  synchronized void note(String what) {
    lines.add("# " + what);
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
