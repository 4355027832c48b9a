package id.gerbang.server.enrolment;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.letter.LetterWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The letters in the words of the shipped book. */
public final class ShippedLetters {
  private static FlowBook book;

  private ShippedLetters() {}

  public static Letters in(ZoneId zone) {
    return new Letters(new LetterWriter(ShippedLetters::book, zone));
  }

  public static synchronized FlowBook book() {
    if (book == null) {
      book =
          ((FlowBook.Loaded.Good)
                  FlowBook.load(
                      sources(World.file("flows")),
                      ShippedActions.catalog(World.file("config/programme.yaml"))))
              .book();
    }
    return book;
  }

  private static Map<String, String> sources(Path flows) {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(flows)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        sources.put(flows.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }
}
