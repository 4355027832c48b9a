package id.gerbang.server.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people ask for by one word instead of dialling (contract.md): it opens that menu. */
public enum Wish {
  REGISTER("DAFTAR"),
  PAY("BAYAR"),
  STATUS("STATUS"),
  LEARN("INFO"),
  REPORT("LAPOR"),
  /** The main menu. */
  MENU("MENU");

  /** The closed set that menus know these by. */
  public static final String SET = "wishes";

  private final String word;

  Wish(String word) {
    this.word = word;
  }

  /** The word that people send. */
  public String word() {
    return word;
  }

  /** Its name in the menus: the flow that it opens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The labels of all. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Wish::label).toList();
  }

  /** The wish of that word, however it is written. */
  public static Optional<Wish> of(String word) {
    return Arrays.stream(values()).filter(wish -> wish.word.equalsIgnoreCase(word)).findFirst();
  }
}
