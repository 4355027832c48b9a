package id.gerbang.server.area;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether the first six digits of a NIK are a district that we know. A NIK keeps the code of the
 * place that first issued it, also when that place was divided since or its people moved: nobody is
 * refused for it.
 */
final class NikAreas {
  /** Of 38. With that many the tables hold the whole country, and what is missing is unknown. */
  private static final int PROVINCES_OF_A_COUNTRY = 30;

  private static final int DISTRICT = 6;
  private static final int REGENCY = 4;

  private final Set<String> districts;
  private final Set<String> regencies = new HashSet<>();
  private final boolean wholeCountry;

  NikAreas(Set<String> districts) {
    this.districts = Set.copyOf(districts);
    Set<String> provinces = new HashSet<>();
    for (String district : districts) {
      regencies.add(district.substring(0, REGENCY));
      provinces.add(district.substring(0, 2));
    }
    this.wholeCountry = provinces.size() >= PROVINCES_OF_A_COUNTRY;
  }

  Villages.NikArea of(String nik) {
    if (districts.contains(nik.substring(0, DISTRICT))) {
      return Villages.NikArea.KNOWN;
    }
    return wholeCountry || regencies.contains(nik.substring(0, REGENCY))
        ? Villages.NikArea.UNKNOWN
        : Villages.NikArea.UNCHECKED;
  }
}
