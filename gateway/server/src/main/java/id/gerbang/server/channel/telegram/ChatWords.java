package id.gerbang.server.channel.telegram;

/**
 * What the bot says before it knows whose chat it is, and so in no menu's language: Indonesian
 * first, English below.
 */
final class ChatWords {
  private ChatWords() {}

  static final String SHARE = "Bagikan nomor HP / Share my number";

  static final String WELCOME =
      """
      Selamat datang di layanan BPJS Ketenagakerjaan untuk pekerja mandiri.

      Agar kami tahu data siapa yang boleh ditampilkan, tekan tombol di bawah untuk membagikan nomor HP Anda sendiri. \
      Nomor itu hanya dipakai untuk layanan ini, dan bisa diputus kapan saja dengan /stop. \
      Kami tidak pernah meminta PIN, kode OTP atau kata sandi.

      Welcome. Press the button below to share your own phone number, so that we know whose data may be shown. \
      It is used for this service only; /stop unlinks it at any time. We never ask for a PIN, an OTP or a password.\
      """;

  static final String PROVE_AGAIN =
      """
      Chat ini sudah lama tidak dipakai. Demi keamanan data Anda, bagikan nomor HP Anda sekali lagi dengan tombol di bawah.

      This chat has not been used for long. To keep your data safe, please share your number once more.\
      """;

  static final String NOT_YOURS =
      """
      Itu bukan kontak Anda sendiri, jadi tidak kami pakai. Tekan tombol di bawah untuk membagikan nomor Anda.

      That is not your own contact, so we did not use it. Press the button below to share your number.\
      """;

  static final String NO_NUMBER =
      """
      Nomor itu tidak dapat kami baca. Hubungi kantor cabang, atau pakai layanan lewat telepon.

      We cannot read that number. Please use the service by phone.\
      """;

  static final String LINKED =
      "Nomor Anda terhubung dengan chat ini. Putuskan kapan saja dengan /stop.";

  static final String ELSEWHERE =
      """
      Nomor HP Anda baru saja dihubungkan dengan chat lain, jadi chat ini diputus. Bukan Anda? Hubungi kantor cabang.

      Your number was just linked to another chat, so this one is unlinked. Not you? Tell the branch office.\
      """;

  static final String UNLINKED =
      """
      Chat ini sudah diputus dari nomor HP Anda. Hubungkan lagi dengan /start.

      This chat is unlinked from your number. /start links it again.\
      """;

  static final String PRIVATE_ONLY =
      "Maaf, layanan ini hanya di chat pribadi, karena menyangkut data Anda. / Private chats only.";
}
