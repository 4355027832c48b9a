package id.gerbang.server.enrolment;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.letter.LetterWriter;
import java.time.ZoneId;

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
                      FlowFolder.sources(World.file("flows")),
                      ShippedActions.catalog(World.file("config/programme.yaml"))))
              .book();
    }
    return book;
  }
}
