package id.gerbang.server.config;

/** Something that opens doors. It prints itself as {@code ***}. */
public record Secret(String value) {
  public boolean isSet() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return isSet() ? "***" : "";
  }
}
