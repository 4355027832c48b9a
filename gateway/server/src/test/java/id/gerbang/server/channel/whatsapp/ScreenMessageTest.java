package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Screen;
import id.gerbang.server.channel.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenMessageTest {

  private static JsonObject message(String body, String... labels) {
    List<Screen.Choice> choices = new ArrayList<>();
    StringBuilder text = new StringBuilder(body);
    for (int i = 0; i < labels.length; i++) {
      choices.add(new Screen.Choice(Integer.toString(i + 1), labels[i]));
      text.append('\n').append(i + 1).append(' ').append(labels[i]);
    }
    return ScreenMessage.of(new Reply(text.toString(), body, choices, false, 42, false));
  }

  private static String kind(JsonObject message) {
    return message.getString("type").equals("text")
        ? "text"
        : message.getJsonObject("interactive").getString("type");
  }

  private static JsonArray rows(JsonObject message) {
    return message
        .getJsonObject("interactive")
        .getJsonObject("action")
        .getJsonArray("sections")
        .getJsonObject(0)
        .getJsonArray("rows");
  }

  private static String[] labels(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "Pilihan " + i).toArray(String[]::new);
  }

  @Test
  void upToThreeShortChoicesAreButtonsThatNameTheirScreen() {
    JsonObject message = message("Setuju?", "Ya, saya setuju", "Tidak", "12345678901234567890");
    JsonObject interactive = message.getJsonObject("interactive");
    assertThat(interactive.getString("type")).isEqualTo("button");
    assertThat(interactive.getJsonObject("body").getString("text")).isEqualTo("Setuju?");
    JsonArray buttons = interactive.getJsonObject("action").getJsonArray("buttons");
    assertThat(buttons).hasSize(3);
    assertThat(buttons.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"type":"reply","reply":{"id":"42:1","title":"Ya, saya setuju"}}\
                """));
  }

  @Test
  void moreOrLongerOnesAreAListAndAShortenedTitleHasItsWholeLabelBelow() {
    String longest = "Lapor kecelakaan kerja atau kematian";
    JsonObject message = message("Pilih:", "Daftar", longest);
    assertThat(kind(message)).isEqualTo("list");
    assertThat(message.getJsonObject("interactive").getJsonObject("action").getString("button"))
        .hasSizeLessThanOrEqualTo(20);
    assertThat(rows(message).getJsonObject(0))
        .isEqualTo(new JsonObject().put("id", "42:1").put("title", "Daftar"));
    assertThat(rows(message).getJsonObject(1))
        .isEqualTo(
            new JsonObject()
                .put("id", "42:2")
                .put("title", "Lapor kecelakaan kerja…")
                .put("description", longest));
    assertThat(rows(message("Pilih:", labels(10)))).hasSize(10);
  }

  @Test
  void whatFitsNoListIsTextWithItsNumbers() {
    JsonObject eleven = message("Pilih:", labels(11));
    assertThat(kind(eleven)).isEqualTo("text");
    assertThat(eleven.getJsonObject("text").getString("body")).contains("\n11 Pilihan 11");
    assertThat(kind(message("Pilih:", "x".repeat(73), "Kembali"))).isEqualTo("text");
    assertThat(kind(message("x".repeat(1_025), "Ya"))).isEqualTo("text");
    assertThat(kind(message("x".repeat(1_024), "Ya"))).isEqualTo("button");
    assertThat(kind(message("Selesai."))).isEqualTo("text");
    assertThat(kind(message("Desa?", "Sesetan", "Sesetan")))
        .as("two that look the same")
        .isEqualTo("text");
    assertThat(
            kind(
                message(
                    "?",
                    "Kelompok nelayan tradisional Serangan",
                    "Kelompok nelayan tradisional Sanur")))
        .as("two that look the same once shortened")
        .isEqualTo("text");
    assertThat(kind(message("?", "", "Kembali"))).isEqualTo("text");
  }

  @Test
  void aPageThatOnlyGoesOnWithOptionsHasABody() {
    assertThat(
            message("", "Ya").getJsonObject("interactive").getJsonObject("body").getString("text"))
        .isEqualTo("…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Daftar | 24 | Daftar",
        "123456789012345678901234 | 24 | 123456789012345678901234",
        "Lapor kecelakaan kerja atau kematian | 24 | Lapor kecelakaan kerja…",
        "Bayar iuran Rp16.800 sebulan sekali | 24 | Bayar iuran Rp16.800…",
        "Telepon 0812 0000 0901 sekarang juga | 20 | Telepon…",
        "Pertanggungjawabannyapanjang | 24 | Pertanggungjawabannyapa…",
        "aaaaaaaaaaaaaaaaaaaaaa😀😀 | 24 | aaaaaaaaaaaaaaaaaaaaaa…",
        "dua  kali\tspasi | 24 | dua kali spasi"
      })
  void aTitleIsCutAtAWordsEnd(String label, int room, String title) {
    assertThat(ShortTitle.of(label, room)).isEqualTo(title).hasSizeLessThanOrEqualTo(room);
  }
}
