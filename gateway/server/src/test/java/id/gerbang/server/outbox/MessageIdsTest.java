package id.gerbang.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The id of an answer against the id of its receipt, in all the ways that operators spell them. */
class MessageIdsTest {

  @ParameterizedTest
  @CsvSource({
    // how, answer, receipt, the same message?
    "AS_IS, 00A1, a1, true",
    "AS_IS, a1, 00A1, true",
    "AS_IS, 10, 16, false",
    "AS_IS, 16, 10, false",
    "AS_IS, 3f2504e0-4f89, 3F2504E0-4F89, true",
    "AS_IS, 0, 000, true",
    "HEX_TO_DECIMAL, 00A2, 162, true",
    "HEX_TO_DECIMAL, 00a2, 0000000162, true",
    "HEX_TO_DECIMAL, 10, 16, true",
    "HEX_TO_DECIMAL, 10, 10, false",
    "HEX_TO_DECIMAL, 162, 162, false",
    "HEX_TO_DECIMAL, FFFFFFFFFFFFFFFF, 18446744073709551615, true",
    "HEX_TO_DECIMAL, msg-7, MSG-7, true",
    "DECIMAL_TO_HEX, 162, 00A2, true",
    "DECIMAL_TO_HEX, 16, 10, true",
    "DECIMAL_TO_HEX, 10, 10, false",
    "DECIMAL_TO_HEX, 18446744073709551615, ffffffffffffffff, true",
    "EITHER, 00A2, 162, true",
    "EITHER, 162, a2, true",
    "EITHER, A2, 0a2, true",
    "EITHER, 10, 16, true",
    "EITHER, 16, 10, true",
    "EITHER, 10, 10, true",
    "EITHER, 10, 11, false",
    "EITHER, '  7 ', 7, true"
  })
  void anAnswerMeetsItsReceipt(ReceiptIds how, String answer, String receipt, boolean same) {
    assertThat(MessageIds.answers(receipt, how).contains(MessageIds.kept(answer)))
        .as("the receipt finds the answer")
        .isEqualTo(same);
    assertThat(MessageIds.receipts(answer, how).contains(MessageIds.kept(receipt)))
        .as("the answer finds an early receipt")
        .isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "a2, a2"})
  void theSameSpellingGoesBeforeTheOthers(String receipt, String first) {
    assertThat(MessageIds.answers(receipt, ReceiptIds.EITHER)).startsWith(first);
  }
}
