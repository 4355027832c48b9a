package id.gerbang.server.channel.ussdhttp;

import java.util.Map;

/** The fields of a request. What they hold is raw and hostile. */
public record Fields(Map<String, String> byName) {

  /** Empty when it is not there. */
  String text(String name) {
    return byName.getOrDefault(name, "");
  }

  /** Whether it is yes, in one of the ways in which a yes is written. */
  boolean says(String name) {
    String text = text(name);
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /** Prints no value: they are personal. */
  @Override
  public String toString() {
    return "Fields" + byName.keySet();
  }
}
