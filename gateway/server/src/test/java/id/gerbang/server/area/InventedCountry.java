package id.gerbang.server.area;

import java.util.Random;

/**
 * An area file of Indonesia's size, which has 83,762 villages in 7,288 districts of 514 regencies
 * of 38 provinces. Bali's own code is left to the demonstration.
 */
final class InventedCountry {
  private static final int PROVINCES = 38;

  private InventedCountry() {}

  /** Always the same: 38 provinces, 532 regencies, 7,448 districts, 89,376 villages. */
  static String csv() {
    String[] syllables = {
      "su", "ka", "ma", "ra", "ti", "pa", "ba", "lu", "ne", "sa", "ta", "gu", "sari", "jaya", "mu"
    };
    Random random = new Random(38);
    StringBuilder csv = new StringBuilder("code,name,kind\n");
    for (int p = 0; p < PROVINCES; p++) {
      String province = "" + (p < 37 ? 12 + p : 60);
      csv.append(province).append(",Provinsi ").append(p).append(",\n");
      for (int r = 1; r <= 14; r++) {
        String regency = province + "." + two(r);
        csv.append(regency).append(",Kabupaten ").append(p * 14 + r).append(",\n");
        for (int d = 1; d <= 14; d++) {
          String district = regency + "." + two(d);
          csv.append(district).append(",Kecamatan ").append(d).append(",\n");
          for (int v = 1; v <= 12; v++) {
            csv.append(district).append('.').append(2000 + v).append(',');
            for (int s = 2 + random.nextInt(3); s > 0; s--) {
              csv.append(syllables[random.nextInt(syllables.length)]);
            }
            csv.append(",desa_dinas\n");
          }
        }
      }
    }
    return csv.toString();
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }
}
