package id.gerbang.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.outbox.Routes.Route;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static final Routes ROUTES =
      new Routes(
          List.of(
              new Route("rest", List.of()),
              new Route("telkomsel", List.of("62811", "62812")),
              new Route("byu", List.of("6281200", "6285154")),
              new Route("reserve", List.of())));

  @ParameterizedTest
  @CsvSource({
    "6281100000001, telkomsel rest reserve",
    "6281200000001, byu telkomsel rest reserve",
    "6281290000001, telkomsel rest reserve",
    "6285154000001, byu rest reserve",
    "6287800000001, rest reserve"
  })
  void theLongestPrefixWinsAndWhatHasNoneTakesTheRest(String number, String links) {
    assertThat(ROUTES.all(new Msisdn(number))).containsExactly(links.split(" "));
    assertThat(ROUTES.of(new Msisdn(number))).isEqualTo(links.split(" ")[0]);
  }

  @Test
  void aNumberThatNoLinkCarriesToStillGetsOne() {
    Routes only = new Routes(List.of(new Route("a", List.of("62811"))));
    assertThat(only.all(new Msisdn("6287800000001"))).isEmpty();
    assertThat(only.of(new Msisdn("6287800000001"))).isEqualTo("a");
  }
}
