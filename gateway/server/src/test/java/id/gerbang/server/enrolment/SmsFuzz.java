package id.gerbang.server.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What must hold of the readers of commands by SMS. Called by FuzzTargets. */
public final class SmsFuzz {
  private static final long LONGEST_NANOS = 1_000_000_000L;

  private SmsFuzz() {}

  /** An SMS. */
  public static void sms(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    long begin = System.nanoTime();
    SmsText read = SmsText.read(text);
    assertThat(System.nanoTime() - begin).as("nanoseconds").isLessThan(LONGEST_NANOS);
    assertThat(read.text()).isEqualTo(text);
    assertThat(read.word()).isEqualTo(read.word().toUpperCase(Locale.ROOT)).doesNotContain(" ");
    assertThat(read.second()).doesNotContain(" ");
    read.code().ifPresent(code -> assertThat(code).matches("[A-Z0-9]{4,10}"));
    if (read.isEntry()) {
      assertThat(EntryText.isOne(text)).isTrue();
      assertThat(read.word()).isEqualTo("DAFTAR");
    }
    SmsText padded = SmsText.read("  " + text + " \n");
    assertThat(padded.word()).as("blanks around it change nothing").isEqualTo(read.word());
    assertThat(padded.code()).isEqualTo(read.code());
  }
}
