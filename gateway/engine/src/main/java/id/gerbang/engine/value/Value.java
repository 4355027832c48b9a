package id.gerbang.engine.value;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A value that a conversation has learned. Immutable, serialisable, printable by its {@link Type}.
 */
public sealed interface Value {

  /** Words, digits or a code, already validated and normalised by its type. */
  record Text(String text) implements Value {}

  /** A count. */
  record Whole(long number) implements Value {}

  /** Whole rupiah. */
  record Money(long rupiah) implements Value {}

  /** A day. */
  record Day(LocalDate date) implements Value {}

  /** A moment, printed in the branch's time zone. */
  record Moment(Instant instant) implements Value {}

  /** A yes or a no, for conditions. */
  record Flag(boolean holds) implements Value {}

  /** One of a closed set; its words are the message {@code <set>.<id>}. */
  record Choice(String id) implements Value {}

  /** A thing the world knows by an id and people by a name: a village, an agent. */
  record Named(String id, String name) implements Value {}
}
