package id.gerbang.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowSchema;
import id.gerbang.engine.book.WordSchema;
import id.gerbang.server.action.ShippedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang schema}. */
@Command(
    name = "schema",
    description =
        "Compares the JSON Schemas under flows/schema, by which editors complete and underline"
            + " menus, with what this version reads.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Option(names = "--write", description = "Write them instead.")
  private boolean write;

  @Override
  public Integer call() throws IOException {
    Home home = Home.find();
    boolean same = true;
    for (Map.Entry<String, String> schema :
        schemas(ShippedActions.catalog(home.programme())).entrySet()) {
      Path file = home.flows().resolve(schema.getKey());
      String name = "flows/" + schema.getKey();
      if (write) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema.getValue());
        System.out.println(name + " is written");
      } else if (Files.exists(file) && Files.readString(file).equals(schema.getValue())) {
        System.out.println(name + " is what this version reads");
      } else {
        System.out.println(name + " is not what this version reads; run ./gerbang schema --write");
        same = false;
      }
    }
    return same ? 0 : 1;
  }

  /** The texts of the schemas by their path below {@code flows/}. */
  static Map<String, String> schemas(ActionCatalog catalog) {
    return new TreeMap<>(
        Map.of(
            "schema/flow.schema.json", json(FlowSchema.of(catalog)),
            "schema/letters.schema.json", json(FlowSchema.ofLetters(catalog)),
            "schema/messages.schema.json", json(WordSchema.of(catalog))));
  }

  private static String json(Map<String, Object> schema) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n"); // the same on every system
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema is maps, lists and words", e);
    }
  }
}
