package id.gerbang.server.turn;

import id.gerbang.server.channel.Reply;

/**
 * The few screens that no menu can show, because what knows the menu's words or the person's
 * language is what is away. Each fits 160 septets, says what is safe and what to do next, and
 * closes the carrier's session.
 */
final class FixedScreens {
  private FixedScreens() {}

  /** Redis is away, or a bug of ours was met. */
  static final Reply TRY_AGAIN =
      Reply.apology(
          "Maaf, layanan sedang terganggu. Jawaban Anda yang sudah tercatat tetap aman. Coba lagi"
              + " beberapa menit lagi.");

  /** The subscriber's last input is still at work. */
  static final Reply STILL_WORKING =
      Reply.apology(
          "Permintaan Anda masih diproses. Hubungi lagi sebentar lagi untuk melihat hasilnya.");

  /** More inputs than a person can press. */
  static final Reply TOO_MANY =
      new Reply("Terlalu banyak permintaan dari nomor ini. Coba lagi satu menit lagi.", true);
}
