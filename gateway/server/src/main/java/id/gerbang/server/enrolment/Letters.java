package id.gerbang.server.enrolment;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The words of the SMS that enrolment sends. To agents in Indonesian, to workers in the language
 * they chose. GSM-7 only; a test measures each with the longest values. An SMS that asks for an
 * answer holds that answer literally.
 */
final class Letters {
  private static final Map<String, String> ZONES =
      Map.of(
          "Asia/Jakarta",
          "WIB",
          "Asia/Pontianak",
          "WIB",
          "Asia/Makassar",
          "WITA",
          "Asia/Jayapura",
          "WIT");

  private final ZoneId zone;

  Letters(ZoneId zone) {
    this.zone = zone;
  }

  /** {@code 20/10 17.00 WITA}. */
  String deadline(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return String.format(
        Locale.ROOT,
        "%02d/%02d %02d.%02d %s",
        local.getDayOfMonth(),
        local.getMonthValue(),
        local.getHour(),
        local.getMinute(),
        ZONES.getOrDefault(zone.getId(), local.getOffset().getId()));
  }

  private static boolean english(String language) {
    return language.equals("en");
  }

  private static String planName(String plan) {
    return plan.equals("jkk_jkm") ? "JKK+JKM" : "JKK+JKM+JHT";
  }

  /**
   * @param maskedName empty when the agent has to type the name; then the phone is given whole, to
   *     ask for it
   */
  String askAgent(
      Optional<String> maskedName,
      String phone,
      String maskedNik,
      String village,
      String plan,
      String code,
      Instant until) {
    String who =
        maskedName
            .map(name -> name + ", NIK " + maskedNik)
            .orElseGet(() -> "HP " + phone + ", NIK " + maskedNik);
    String yes = maskedName.isPresent() ? "YA " + code : "YA " + code + " NAMA SESUAI KTP";
    return "PERISAI: calon "
        + who
        + ", "
        + village
        + ", "
        + planName(plan)
        + ". Balas: "
        + yes
        + " atau TOLAK "
        + code
        + " alasan. Batas "
        + deadline(until);
  }

  String remindAgent(String village, String code, Instant until) {
    return "PERISAI: calon dari "
        + village
        + " masih menunggu Anda. Balas: YA "
        + code
        + " atau TOLAK "
        + code
        + " alasan. Batas "
        + deadline(until);
  }

  String agentConfirmed(String code) {
    return "Terima kasih. " + code + " tercatat: YA. Kantor cabang yang memutuskan.";
  }

  String agentRejected(String code) {
    return "Tercatat: TOLAK " + code + ". Pekerja diberi tahu.";
  }

  String registered(
      String language, String reference, Optional<String> agent, Instant until, String code) {
    String withdraw =
        english(language) ? " To withdraw, answer: BATAL " + code : " Batal? Balas: BATAL " + code;
    if (english(language)) {
      return "BPJS TK registration no. "
          + reference
          + " is noted. "
          + agent
              .map(name -> "Agent " + name + " confirms by " + deadline(until) + ".")
              .orElse("The branch will check it.")
          + " NOT covered yet."
          + withdraw;
    }
    return "Pendaftaran BPJS TK no. "
        + reference
        + " tercatat. "
        + agent
            .map(name -> "Agen " + name + " konfirmasi sampai " + deadline(until) + ".")
            .orElse("Cabang akan memeriksa.")
        + " BELUM terlindungi."
        + withdraw;
  }

  String confirmed(String language, String reference) {
    return english(language)
        ? "No. " + reference + ": your agent confirmed. Now the branch decides. NOT covered yet."
        : "No. "
            + reference
            + ": agen sudah konfirmasi. Sekarang kantor cabang memutuskan. BELUM terlindungi.";
  }

  String rejected(String language, String reference, String reason) {
    return english(language)
        ? "No. " + reference + " was rejected: " + reason + ". You may register again: *500*25#"
        : "No. " + reference + " ditolak: " + reason + ". Anda boleh mendaftar lagi: *500*25#";
  }

  String escalated(String language, String reference) {
    return english(language)
        ? "No. "
            + reference
            + ": the agent did not answer, the branch goes on without. NOT covered yet."
        : "No. "
            + reference
            + ": agen belum menjawab, kantor cabang meneruskan. BELUM terlindungi.";
  }

  String approved(String language, String reference, String card) {
    return english(language)
        ? "No. "
            + reference
            + " is APPROVED by the branch. Card no. "
            + card
            + ". Cover begins after the first contribution is paid."
        : "No. "
            + reference
            + " DISETUJUI kantor cabang. Kartu no. "
            + card
            + ". Perlindungan mulai setelah iuran pertama dibayar.";
  }

  String withdrawn(String language, String reference) {
    return english(language)
        ? "No. " + reference + " is withdrawn. You may register again: *500*25#"
        : "No. " + reference + " dibatalkan. Anda boleh mendaftar lagi: *500*25#";
  }

  String withdrawnForAgent(String code) {
    return "Pekerja membatalkan pendaftaran " + code + ". Tidak perlu dijawab.";
  }

  /** The whole notice of UU PDP art. 21. */
  String notice(String language) {
    return english(language)
        ? "Notice (UU PDP 27/2022): your NIK, name, birth date, phone, village and work data are"
            + " used to register you with BPJS Ketenagakerjaan, on the ground of your consent."
            + " Seen by your agent and the branch. Kept while you are a member, and as long as"
            + " the law asks after. You may see, correct, withdraw or erase it: call *500*25# or"
            + " the branch."
        : "Pemberitahuan (UU PDP 27/2022): NIK, nama, tanggal lahir, HP, desa dan data kerja"
            + " dipakai untuk mendaftar BPJS Ketenagakerjaan, atas dasar persetujuan Anda."
            + " Dilihat agen dan kantor cabang. Disimpan selama Anda peserta dan selama"
            + " diwajibkan hukum. Anda berhak melihat, memperbaiki, mencabut atau menghapus:"
            + " *500*25# atau kantor cabang.";
  }

  String unknownCode(String code) {
    return "Kode "
        + code
        + " tidak dikenal untuk nomor ini. Periksa SMS dari kami. Contoh: YA D7K2Q9";
  }

  String locked(Instant until) {
    return "Terlalu banyak kode salah. Coba lagi setelah " + deadline(until) + ".";
  }

  String alreadyAnswered(String code, String outcome, Instant at) {
    return code
        + " sudah dijawab "
        + outcome
        + " pada "
        + deadline(at)
        + ". Tidak ada yang berubah.";
  }

  String expired(String code) {
    return "Kode " + code + " sudah lewat batas waktu. Kantor cabang yang memutuskan.";
  }

  String tooLate(String code, BranchDesk.Status status) {
    return switch (status) {
      case AWAITING_BRANCH -> code + " sudah diteruskan ke kantor cabang. Tidak ada yang berubah.";
      case WITHDRAWN -> "Pekerja sudah membatalkan " + code + ". Tidak ada yang berubah.";
      case APPROVED -> code + " sudah disetujui kantor cabang. Tidak ada yang berubah.";
      case REJECTED -> code + " sudah ditolak. Tidak ada yang berubah.";
      case EXPIRED -> code + " sudah lewat batas waktu. Tidak ada yang berubah.";
      case AWAITING_AGENT, AWAITING_CONSENT -> code + " belum bisa dijawab. Hubungi kantor cabang.";
    };
  }

  String suspended() {
    return "Anda tidak aktif sebagai agen Perisai, jadi tidak ada yang berubah. Hubungi kantor"
        + " cabang.";
  }

  String nameMissing(String code) {
    return "Nama pekerja belum ada. Balas: YA "
        + code
        + " NAMA SESUAI KTP. Contoh: YA "
        + code
        + " WAYAN SUDARMA";
  }

  String reasonMissing(String code) {
    return "Tulis alasannya. Contoh: TOLAK " + code + " bukan warga desa ini";
  }

  String codeMissing(String word) {
    return "Tulis kodenya dari SMS kami. Contoh: "
        + word
        + " D7K2Q9"
        + (word.equals("TOLAK") ? " alasan" : "");
  }

  String help() {
    return "Agen: YA kode, atau TOLAK kode alasan. Contoh: YA D7K2Q9. Pekerja: STATUS, atau BATAL"
        + " kode. Daftar: hubungi *500*25#";
  }

  String notUnderstood() {
    return "Maaf, kami tidak mengerti. Agen: YA D7K2Q9. Pekerja: STATUS. Daftar: hubungi *500*25#";
  }

  String notYet(String word) {
    return word + " lewat SMS belum tersedia. Hubungi *500*25#";
  }

  String noApplication() {
    return "Belum ada pendaftaran dari nomor ini. Daftar: hubungi *500*25#";
  }

  String standing(String reference, BranchDesk.Status status) {
    return "No. "
        + reference
        + ": "
        + switch (status) {
          case AWAITING_CONSENT -> "menunggu persetujuan Anda. BELUM terlindungi.";
          case AWAITING_AGENT -> "menunggu agen. BELUM terlindungi.";
          case AWAITING_BRANCH -> "menunggu kantor cabang. BELUM terlindungi.";
          case APPROVED -> "DISETUJUI. Perlindungan mulai setelah iuran pertama dibayar.";
          case REJECTED -> "ditolak. Boleh mendaftar lagi.";
          case WITHDRAWN -> "dibatalkan.";
          case EXPIRED -> "lewat batas waktu.";
        };
  }
}
