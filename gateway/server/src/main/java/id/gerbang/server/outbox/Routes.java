package id.gerbang.server.outbox;

import id.gerbang.server.subscriber.Msisdn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which links may carry an SMS to a number. The longest matching prefix wins; a link without
 * prefixes takes the rest, and stands in for the others.
 *
 * @param links in the order of the settings; at least one
 */
public record Routes(List<Route> links) {

  public Routes {
    links = List.copyOf(links);
    if (links.isEmpty()) {
      throw new IllegalArgumentException("messages need a link to wait for");
    }
  }

  /**
   * @param prefixes beginnings of numbers in digits, with the country: 62811; none for every number
   */
  public record Route(String link, List<String> prefixes) {
    public Route {
      prefixes = List.copyOf(prefixes);
    }

    /** The length of the longest prefix that fits; 0 for a link without any, -1 for no fit. */
    private int fit(String digits) {
      return prefixes.isEmpty()
          ? 0
          : prefixes.stream().filter(digits::startsWith).mapToInt(String::length).max().orElse(-1);
    }
  }

  /** Everything by one link. */
  public static Routes only(String link) {
    return new Routes(List.of(new Route(link, List.of())));
  }

  /** The link of a number; where none fits, the first of all: a message is never without one. */
  public String of(Msisdn to) {
    List<String> all = all(to);
    return all.isEmpty() ? links.getFirst().link() : all.getFirst();
  }

  /** The links that may carry to a number, the best first. */
  public List<String> all(Msisdn to) {
    List<Route> fitting =
        new ArrayList<>(links.stream().filter(route -> route.fit(to.digits()) >= 0).toList());
    fitting.sort(Comparator.comparingInt(route -> -route.fit(to.digits()))); // stable
    return fitting.stream().map(Route::link).toList();
  }
}
