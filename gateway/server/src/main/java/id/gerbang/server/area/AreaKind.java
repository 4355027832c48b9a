package id.gerbang.server.area;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an area is. In files and tables it is the name in lower case. */
public enum AreaKind {
  PROVINCE("provinsi"),
  REGENCY("kabupaten"),
  CITY("kota"),
  /** A kecamatan. */
  DISTRICT("kecamatan"),
  DESA_DINAS("desa"),
  KELURAHAN("kelurahan"),
  NAGARI("nagari"),
  /** A customary village: administrative itself in Papua, elsewhere it belongs to a village. */
  DESA_ADAT("desa adat"),
  /** A neighbourhood of a village; never an administrative area. */
  BANJAR("banjar");

  private final String words;

  AreaKind(String words) {
    this.words = words;
  }

  /** As screens say it, in Indonesian: these are names of offices and are not translated. */
  public String words() {
    return words;
  }

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether people live in it by name: what {@code area.villages} offers. */
  public boolean isVillage() {
    return compareTo(DISTRICT) > 0;
  }

  static Optional<AreaKind> written(String text) {
    return Arrays.stream(values()).filter(kind -> kind.written().equals(text)).findFirst();
  }
}
