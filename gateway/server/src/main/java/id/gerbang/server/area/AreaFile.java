package id.gerbang.server.area;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A CSV of {@code code,name,kind} (docs/operating.md). All its mistakes are found at once, each
 * with its line; a file with one is not taken at all.
 */
public final class AreaFile {
  /** Six times all of Indonesia: what is longer is another file. */
  static final int LINES_AT_MOST = 500_000;

  /** 500,000 lines of 100 characters. */
  private static final long BYTES_AT_MOST = 50_000_000;

  /** What a screen can still show of a name on a line of its own with its district. */
  static final int NAME_AT_MOST = 60;

  private static final List<String> HEADER = List.of("code", "name", "kind");
  private static final String KINDS =
      Arrays.stream(AreaKind.values()).map(AreaKind::written).collect(Collectors.joining(", "));

  private final String file;
  private final Set<String> known;
  private final List<AreaLine> lines = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private AreaFile(String file, Set<String> known) {
    this.file = file;
    this.known = known;
  }

  /** What reading a file gives. */
  public sealed interface Read {
    /** In the order of the file. */
    record Good(List<AreaLine> lines) implements Read {}

    /** Each {@code file:line: what, and what to do}; by line. */
    record Bad(List<String> mistakes) implements Read {}
  }

  /**
   * Reads and judges a file.
   *
   * @param known codes of areas that are there already, to which those of the file may belong
   */
  public static Read read(Path path, Set<String> known) {
    AreaFile file = new AreaFile(path.toString(), known);
    try {
      if (Files.size(path) > BYTES_AT_MOST) {
        return new Read.Bad(List.of(path + ":1: more than 50 MB; an area file has code,name,kind"));
      }
      return file.read(Files.readAllBytes(path));
    } catch (IOException e) {
      return new Read.Bad(
          List.of(path + ":1: cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
  }

  private Read read(byte[] bytes) {
    int number = 0;
    for (int from = 0; from < bytes.length; ) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      number++;
      if (number > LINES_AT_MOST) {
        mistakes.add(at(number) + "more than " + LINES_AT_MOST + " lines; is it an area file?");
        break;
      }
      Optional<String> line = decoded(bytes, from, end);
      if (line.isEmpty()) {
        mistakes.add(at(number) + "not UTF-8; save the file as UTF-8");
      } else if (number == 1) {
        if (!header(line.get())) {
          return new Read.Bad(mistakes);
        }
      } else if (!line.get().isBlank()) {
        line(number, line.get());
      }
      from = end + 1;
    }
    if (number == 0) {
      mistakes.add(at(1) + "empty; the first line is code,name,kind");
    }
    judgeTogether();
    return mistakes.isEmpty() ? new Read.Good(List.copyOf(lines)) : bad();
  }

  private Read.Bad bad() {
    mistakes.sort(
        Comparator.comparingInt(
            mistake -> Integer.parseInt(mistake.substring(file.length() + 1).split(":")[0])));
    return new Read.Bad(List.copyOf(mistakes));
  }

  private String at(int number) {
    return file + ":" + number + ": ";
  }

  private static Optional<String> decoded(byte[] bytes, int from, int end) {
    int until = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, until - from))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private boolean header(String line) {
    String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
    Optional<List<String>> fields = CsvLine.fields(text.toLowerCase(Locale.ROOT));
    if (fields.isPresent()
        && (fields.get().equals(HEADER) || fields.get().equals(HEADER.subList(0, 2)))) {
      return true;
    }
    mistakes.add(at(1) + "the first line must be code,name,kind (kind may be left out)");
    return false;
  }

  private void line(int number, String line) {
    Optional<List<String>> fields = CsvLine.fields(line);
    if (fields.isEmpty()) {
      mistakes.add(at(number) + "a quotation mark is not closed; write \"\" for one in a name");
      return;
    }
    if (fields.get().size() < 2 || fields.get().size() > HEADER.size()) {
      mistakes.add(
          at(number)
              + fields.get().size()
              + " fields; expected code,name,kind (a name with a comma goes between \"…\")");
      return;
    }
    Optional<AreaCode> code = AreaCode.parse(fields.get().getFirst());
    String name = fields.get().get(1).replaceAll("\\s+", " ");
    nameMistake(name).ifPresent(mistake -> mistakes.add(at(number) + mistake));
    if (code.isEmpty()) {
      mistakes.add(
          at(number)
              + "no code of the ministry; expected 51, 51.71, 51.71.01, 51.71.01.1003, or"
              + " 51.71.01.1003.B1 for a desa adat or banjar of that village");
      return;
    }
    String kind = fields.get().size() < HEADER.size() ? "" : fields.get().get(2);
    Optional<AreaKind> is = kind.isEmpty() ? code.get().usualKind() : AreaKind.written(kind);
    kindMistake(code.get(), kind, is).ifPresent(mistake -> mistakes.add(at(number) + mistake));
    // With a mistake the line still stands for its code, so that its children are not blamed.
    lines.add(new AreaLine(number, code.get(), name, is.orElse(AreaKind.DESA_DINAS)));
  }

  private static Optional<String> nameMistake(String name) {
    if (name.isEmpty()) {
      return Optional.of("no name");
    }
    if (name.length() > NAME_AT_MOST) {
      return Optional.of("a name of " + name.length() + " characters; at most " + NAME_AT_MOST);
    }
    return name.chars().anyMatch(Character::isISOControl)
        ? Optional.of("a control character in the name; remove it")
        : Optional.empty();
  }

  private static Optional<String> kindMistake(AreaCode code, String kind, Optional<AreaKind> is) {
    if (is.isEmpty()) {
      return Optional.of(
          kind.isEmpty()
              ? "no kind, and the code does not tell it; one of " + KINDS
              : "no kind is called \"" + kind + "\"; one of " + KINDS);
    }
    return code.canBe(is.get())
        ? Optional.empty()
        : Optional.of(
            "a code of this form is no "
                + is.get().written()
                + code.usualKind().map(usual -> "; usually it is a " + usual.written()).orElse(""));
  }

  /** What only the whole file shows: codes twice, and areas that belong to none. */
  private void judgeTogether() {
    Map<String, Integer> firstAt = new HashMap<>();
    for (AreaLine line : lines) {
      Integer first = firstAt.putIfAbsent(line.code().text(), line.line());
      if (first != null) {
        mistakes.add(at(line.line()) + "the code is in line " + first + " already; keep one");
      }
    }
    for (AreaLine line : lines) {
      Optional<String> parent = line.code().parent();
      if (parent.isPresent()
          && !firstAt.containsKey(parent.get())
          && !known.contains(parent.get())) {
        mistakes.add(
            at(line.line())
                + "belongs to "
                + parent.get()
                + ", which is neither in this file nor imported before; add its line");
      }
    }
  }
}
