package id.gerbang.server.turn;

import id.gerbang.engine.book.FlowBook;
import java.util.Optional;

/** The menus that conversations stand in. Safe for any thread; never blocks. */
public interface Books {

  /** The book that new conversations begin in. */
  FlowBook current();

  /** The book of a conversation that began earlier. Empty when this node does not know it. */
  Optional<FlowBook> byHash(String hash);

  /** One book and no other, as a server without publishing has it. */
  static Books only(FlowBook book) {
    return new Books() {
      @Override
      public FlowBook current() {
        return book;
      }

      @Override
      public Optional<FlowBook> byHash(String hash) {
        return hash.equals(book.hash()) ? Optional.of(book) : Optional.empty();
      }
    };
  }
}
