package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/33, 2001:db8:ffff::1, false",
    "192.0.2.7, ::ffff:192.0.2.7, true",
    "fe80::/10, fe80::1%eth0, true",
    "192.0.2.7, localhost, false",
    "192.0.2.7, '', false",
    "'10.0.0.1 192.0.2.7,9.9.9.9', 9.9.9.9, true",
    "'', 9.9.9.9, false",
  })
  void holds(String list, String address, boolean held) {
    assertThat(AddressList.parse(list).orElseThrow().holds(address)).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "192.0.2.7/33", "192.0.2.7/", "192.0.2.7/-1", "::1/129", "/8", "a,b"})
  void isNone(String list) {
    assertThat(AddressList.parse(list)).isEmpty();
  }
}
