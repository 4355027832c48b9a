package id.gerbang.bench.soak;

import id.gerbang.server.subscriber.Msisdn;

/**
 * A member, all invented.
 *
 * @param number from 0
 * @param reference of the application
 */
record Member(int number, String reference, Msisdn phone) {

  static Msisdn phone(int number) {
    return new Msisdn(String.format("62812%08d", 40_000_000 + number));
  }

  /** In area 517199, which is no district; 9,999 a day. */
  static String nik(int number) {
    return String.format("517199%02d0590%04d", number / 9_999 % 28 + 1, number % 9_999 + 1);
  }

  static String birthDate(int number) {
    return String.format("%02d051990", number / 9_999 % 28 + 1);
  }
}
