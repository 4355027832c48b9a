package id.gerbang.engine.book;

/**
 * Something wrong in a book, said so that a programme officer can mend it.
 *
 * @param file the file's name as it was given
 * @param line from 1
 * @param column from 1
 * @param what what is wrong and why
 * @param mend what to do about it
 */
public record Problem(String file, int line, int column, String what, String mend) {

  /** {@code flows/register.yaml:12:5: … — …}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + what + (mend.isEmpty() ? "" : " — " + mend);
  }
}
