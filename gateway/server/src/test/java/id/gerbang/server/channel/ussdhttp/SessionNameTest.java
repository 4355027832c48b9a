package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionNameTest {
  @Test
  void anOrdinaryIdIsKept() {
    assertThat(SessionName.of("ATUid_0c0e1b2d3f")).isEqualTo("ATUid_0c0e1b2d3f");
    assertThat(SessionName.of("x".repeat(64))).isEqualTo("x".repeat(64));
  }

  @Test
  void whatCannotBeKeptIsHashed() {
    assertThat(SessionName.of("x".repeat(65)))
        .hasSize(49)
        .matches("#[0-9a-f]{48}")
        .isNotEqualTo(SessionName.of("x".repeat(66)));
    assertThat(SessionName.of("sési")).hasSize(49).isNotEqualTo(SessionName.of("sèsi"));
    assertThat(SessionName.of("a b\n")).hasSize(49);
  }

  /** "Aa" and "BB" have the same String.hashCode, and so have any words made of them. */
  @Test
  void longIdsOfTheSameHashCodeStayApart() {
    String start = "s".repeat(60);
    assertThat((start + "AaBBAa").hashCode()).isEqualTo((start + "BBAaBB").hashCode());
    assertThat(SessionName.of(start + "AaBBAa")).isNotEqualTo(SessionName.of(start + "BBAaBB"));
  }

  @Test
  void aShortIdCannotPoseAsTheHashOfALongOne() {
    String posed = SessionName.of("x".repeat(65));
    assertThat(SessionName.of(posed)).isNotEqualTo(posed);
  }
}
