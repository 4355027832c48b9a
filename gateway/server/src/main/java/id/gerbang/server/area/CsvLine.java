package id.gerbang.server.area;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of comma-separated fields as RFC 4180 has them, but one line is one row. */
final class CsvLine {
  private CsvLine() {}

  /** Its fields without spaces around; empty when a quotation mark is left open or misplaced. */
  static Optional<List<String>> fields(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    do {
      StringBuilder field = new StringBuilder();
      at = skipSpaces(line, at);
      if (at < line.length() && line.charAt(at) == '"') {
        at = quoted(line, at + 1, field);
        if (at < 0) {
          return Optional.empty();
        }
        at = skipSpaces(line, at);
        if (at < line.length() && line.charAt(at) != ',') {
          return Optional.empty();
        }
      } else {
        int end = line.indexOf(',', at);
        end = end < 0 ? line.length() : end;
        field.append(line, at, end);
        at = end;
      }
      fields.add(field.toString().strip());
    } while (at++ < line.length());
    return Optional.of(fields);
  }

  private static int skipSpaces(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** Reads to after the closing mark; −1 without one. A doubled mark is one mark. */
  private static int quoted(String line, int from, StringBuilder field) {
    int at = from;
    while (at < line.length()) {
      if (line.charAt(at) != '"') {
        field.append(line.charAt(at++));
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append('"');
        at += 2;
      } else {
        return at + 1;
      }
    }
    return -1;
  }
}
