package id.gerbang.server.payment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of comma-separated values (RFC 4180) with a header, in UTF-8; separated by semicolons
 * where its header is, as spreadsheets write it in Indonesia. Columns are known by name, in any
 * order and any case; values lose the spaces around them.
 *
 * @param digest of the file's bytes, SHA-256 in hexadecimal
 */
public record CsvTable(String digest, List<Row> rows) {
  /** Some hundred thousand payments; what is larger is another file. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  public CsvTable {
    rows = List.copyOf(rows);
  }

  /** A line below the header. */
  public sealed interface Row {
    /** In the file, the header's being 1; of a row on several lines the last. */
    long line();

    /** Its values by the column's name in lower case. */
    record Good(long line, Map<String, String> values) implements Row {
      public Good {
        values = Map.copyOf(values);
      }

      /** The value of a column; empty where it is not there or has none. */
      Optional<String> value(String column) {
        return Optional.ofNullable(values.get(column.toLowerCase(Locale.ROOT)))
            .filter(value -> !value.isEmpty());
      }
    }

    /**
     * @param why in words, without its values: they may be people's
     */
    record Bad(long line, String why) implements Row {}
  }

  /**
   * Reads a file.
   *
   * @param needed columns that must be there
   * @param known columns that may be there beside
   * @throws IllegalArgumentException when it cannot be read or its header is another; the message
   *     says which and what to do
   */
  static CsvTable read(Path file, Set<String> needed, Set<String> known) {
    byte[] bytes;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException(file + ": more than 32 MB; split it by days");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
    try (Reader reader =
            new InputStreamReader(
                new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
        CSVParser parser = format(bytes).parse(reader)) {
      return new CsvTable(sha256(bytes), rows(file, parser, needed, known));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": expected UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be read", e);
    }
  }

  private static CSVFormat format(byte[] bytes) {
    int end = 0;
    boolean semicolons = false;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != ',') {
      semicolons |= bytes[end++] == ';';
    }
    boolean comma = end < bytes.length && bytes[end] == ',';
    return CSVFormat.RFC4180
        .builder()
        .setDelimiter(semicolons && !comma ? ';' : ',')
        .setIgnoreEmptyLines(true)
        .get();
  }

  private static List<Row> rows(
      Path file, CSVParser parser, Set<String> needed, Set<String> known) {
    Iterator<CSVRecord> records = parser.iterator();
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    while (true) {
      try {
        if (!records.hasNext()) {
          break;
        }
        CSVRecord record = records.next();
        if (header.isEmpty()) {
          header = header(file, record, needed, known);
        } else {
          rows.add(row(parser.getCurrentLineNumber(), record, header));
        }
      } catch (UncheckedIOException | IllegalStateException e) {
        if (e.getCause() instanceof CharacterCodingException) {
          throw new IllegalArgumentException(file + ": expected UTF-8", e);
        }
        // what follows an open quotation mark is one value to the end: nobody knows its lines
        rows.add(
            new Row.Bad(
                parser.getCurrentLineNumber(),
                "a quotation mark is misplaced; this line and what follows is not read"));
        break;
      }
    }
    if (header.isEmpty()) {
      throw new IllegalArgumentException(file + ":1: expected a header: " + names(needed));
    }
    return rows;
  }

  private static List<String> header(
      Path file, CSVRecord record, Set<String> needed, Set<String> known) {
    List<String> header =
        record.stream()
            .map(name -> name.replace(BYTE_ORDER_MARK, "").strip().toLowerCase(Locale.ROOT))
            .toList();
    Set<String> wanted = lower(needed);
    Set<String> allowed = new HashSet<>(wanted);
    allowed.addAll(lower(known));
    if (!header.containsAll(wanted)
        || !allowed.containsAll(header)
        || new HashSet<>(header).size() != header.size()) {
      throw new IllegalArgumentException(
          file
              + ":1: expected a header of the columns "
              + names(needed)
              + (known.isEmpty() ? "" : ", and perhaps " + names(known))
              + ", each once and no other");
    }
    return header;
  }

  private static Set<String> lower(Set<String> names) {
    Set<String> lower = new HashSet<>();
    names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    return lower;
  }

  private static String names(Set<String> names) {
    return String.join(", ", new java.util.TreeSet<>(names));
  }

  private static Row row(long line, CSVRecord record, List<String> header) {
    if (record.size() != header.size()) {
      return new Row.Bad(
          line, "has " + record.size() + " values, and the header " + header.size() + " columns");
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      values.put(header.get(i), record.get(i).strip());
    }
    return new Row.Good(line, values);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
