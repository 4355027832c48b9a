package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Screen;
import id.gerbang.server.channel.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedReplyTest {
  @Test
  void readsWhatItWroteWithAndWithoutButtons() {
    Reply plain =
        new Reply("Pilih:\n1 Ya\n0 Kembali", "Pilih:\n1 Ya\n0 Kembali", List.of(), false, 7, false);
    Reply chat =
        new Reply(
            "Pilih:\n1 Ya é\n0 Kembali",
            "Pilih:",
            List.of(new Screen.Choice("1", "Ya é"), new Screen.Choice("0", "Kembali")),
            true,
            Long.MAX_VALUE,
            false);
    assertThat(SealedReply.read(SealedReply.write(plain))).isEqualTo(plain);
    assertThat(SealedReply.read(SealedReply.write(chat))).isEqualTo(chat);
  }
}
