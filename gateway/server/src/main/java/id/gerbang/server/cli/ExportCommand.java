package id.gerbang.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.gerbang.server.consent.HeldData;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code gerbang export}. */
@Command(
    name = "export",
    description =
        "Writes all that is held for a phone as JSON, in clear: for the person it belongs to.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Parameters(paramLabel = "PHONE", converter = Reader.class, description = "In digits, 6281…")
  private Msisdn phone;

  private static final class Reader implements ITypeConverter<Msisdn> {
    @Override
    public Msisdn convert(String written) {
      return Msisdn.parse(written)
          .orElseThrow(() -> new TypeConversionException("expected a phone in digits, 6281…"));
    }
  }

  @Option(names = "--to", description = "A new file that only you can read; else it is printed.")
  private Path to;

  @Mixin private OpenRecords.Place place;

  @Override
  public Integer call() {
    try (OpenRecords records = place.open(Home.find())) {
      byte[] json = json(records, phone, Instant.now());
      if (to == null) {
        System.out.writeBytes(json);
        System.out.flush();
      } else {
        write(json, to);
      }
      return 0;
    }
  }

  /** The document, in UTF-8. */
  static byte[] json(OpenRecords records, Msisdn whose, Instant at) {
    Map<String, Object> held =
        new HeldData(records.database().jdbi(), records.vault())
            .of(whose, EraseCommand.OPERATOR, at);
    try {
      return (JSON.writeValueAsString(held) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and texts could not be written as JSON", e);
    }
  }

  /** Made with its rights: there is no moment at which others could open it. */
  static void write(byte[] json, Path file) {
    try (var channel =
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        var out = Channels.newOutputStream(channel)) {
      out.write(json);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(file + " exists already; name a new file");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
