package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole registration as a person presses it, the same over every wire. */
public final class RegisterDialogue {
  private static final Pattern REFERENCE = Pattern.compile("no\\. ([A-Z2-9]{6})\\b");

  /** A phone that shows a screen for what is typed. */
  public interface Phone {
    String dial();

    String type(String input);
  }

  private RegisterDialogue() {}

  /**
   * Registers an invented worker of Sesetan with the proposed agent, and returns the reference on
   * the last screen.
   */
  public static String play(Phone phone, String nik, String name, String birthDate) {
    upToSummary(phone, nik, name, birthDate);
    String last = phone.type("1");
    Matcher reference = REFERENCE.matcher(last);
    assertThat(reference.find()).as("a reference on the last screen:\n%s", last).isTrue();
    assertThat(last).contains("BELUM terlindungi");
    return reference.group(1);
  }

  /** The same up to the summary, which is on the screen when this returns. */
  public static void upToSummary(Phone phone, String nik, String name, String birthDate) {
    assertThat(phone.dial()).contains("1 Daftar").contains("0 Keluar");
    assertThat(phone.type("1")).contains("1 Setuju").contains("dicabut");
    assertThat(phone.type("1")).contains("NIK");
    assertThat(phone.type(nik)).contains("Nama");
    assertThat(phone.type(name)).contains("lahir");
    assertThat(phone.type(birthDate)).contains("Desa");
    assertThat(phone.type("sese")).contains("1 Sesetan");
    assertThat(phone.type("1")).contains("Pekerjaan");
    assertThat(phone.type("1")).contains("Tempat kerja");
    assertThat(phone.type("1")).contains("Penghasilan");
    assertThat(phone.type("1")).contains("Iuran").contains("Rp");
    assertThat(phone.type("1")).contains("HP ini milik Anda?");
    assertThat(phone.type("1")).contains("Kode agen");
    assertThat(phone.type("1")).contains("1 Kirim");
  }
}
