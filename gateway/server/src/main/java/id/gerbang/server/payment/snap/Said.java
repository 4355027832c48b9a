package id.gerbang.server.payment.snap;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a request to a bank. */
public sealed interface Said {

  /**
   * The bank answered.
   *
   * @param status of HTTP
   * @param kase the last two digits of its response code: {@code 2002700} is 200 and 00
   */
  record Answer(int status, String kase, JsonNode body) implements Said {
    public boolean isGood() {
      return status == 200 && kase.equals("00");
    }

    /** Whether it said only that it cannot now. */
    public boolean isLater() {
      return status == 429 || status >= 500;
    }

    @Override
    public String word() {
      return status + "xx" + kase;
    }
  }

  /**
   * No answer: the request may have been done.
   *
   * @param word why, without what was asked
   */
  record Nothing(String word) implements Said {}

  /** One short word of it, for a log or a table. */
  String word();
}
