package id.gerbang.server.channel.ussdhttp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Networks in CIDR form ({@code 192.0.2.0/24}, {@code 2001:db8::/32}, {@code 192.0.2.7}). Names are
 * not looked up.
 */
public record AddressList(List<Network> networks) {
  public static final AddressList NONE = new AddressList(List.of());

  /**
   * @param prefix how many bits of {@code address} count
   */
  public record Network(byte[] address, int prefix) {

    private boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
        int counted = 0xFF << Math.max(0, Byte.SIZE - (prefix - bit));
        if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & counted & 0xFF) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  public AddressList {
    networks = List.copyOf(networks);
  }

  /** Reads networks between commas or spaces; empty when one of them is none. */
  public static Optional<AddressList> parse(String text) {
    List<Network> networks = new ArrayList<>();
    for (String word : text.split("[,\\s]+")) {
      if (word.isEmpty()) {
        continue;
      }
      Optional<Network> network = network(word);
      if (network.isEmpty()) {
        return Optional.empty();
      }
      networks.add(network.get());
    }
    return Optional.of(new AddressList(networks));
  }

  private static Optional<Network> network(String word) {
    int slash = word.indexOf('/');
    Optional<byte[]> address = address(slash < 0 ? word : word.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * Byte.SIZE;
    String digits = slash < 0 ? Integer.toString(most) : word.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
      return Optional.empty();
    }
    return Optional.of(new Network(address.get(), Integer.parseInt(digits)));
  }

  /** An address as its bytes; an IPv4 address within IPv6 as IPv4. Empty when it is none. */
  private static Optional<byte[]> address(String written) {
    int zone = written.indexOf('%');
    try {
      return Optional.of(
          InetAddress.ofLiteral(zone < 0 ? written : written.substring(0, zone)).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /** Whether one of the networks holds the address; what is no address is in none. */
  boolean holds(String written) {
    return address(written)
        .map(bytes -> networks.stream().anyMatch(network -> network.holds(bytes)))
        .orElse(false);
  }
}
