package id.gerbang.server.book;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The files of a book as one compressed column: how many, then of each its path and its text, as
 * UTF-8 with a length of four bytes.
 */
final class PackedSources {
  /** The shipped menus take a twentieth of it; more is not menus. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private PackedSources() {}

  /**
   * Packs; the same files give the same bytes.
   *
   * @throws IllegalArgumentException when they are larger than {@link #MOST_BYTES}
   */
  static byte[] pack(Map<String, String> sources) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeInt(sources.size());
      for (Map.Entry<String, String> source : new TreeMap<>(sources).entrySet()) {
        write(out, source.getKey());
        write(out, source.getValue());
      }
      if (out.size() > MOST_BYTES) {
        throw new IllegalArgumentException(
            "the menus take "
                + out.size()
                + " bytes, more than "
                + MOST_BYTES
                + "; keep in the folder only what the menus need");
      }
    } catch (IOException e) {
      throw new IllegalStateException("a byte array refused bytes", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #pack} wrote.
   *
   * @throws IllegalStateException when the bytes are something else
   */
  static Map<String, String> unpack(byte[] packed) {
    Map<String, String> sources = new TreeMap<>();
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      int left = MOST_BYTES;
      for (int files = in.readInt(); files > 0; files--) {
        String path = read(in, left);
        String text = read(in, left - path.length());
        left -= path.length() + text.length();
        sources.put(path, text);
      }
      return sources;
    } catch (IOException e) {
      throw new IllegalStateException("the column holds no book", e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IllegalStateException("the column holds no book: a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
