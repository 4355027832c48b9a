package id.gerbang.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code config/gateway.yaml}. All mistakes are collected and told together, each with
 * file:line and what was expected.
 */
public final class SettingsFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
  private static final Pattern TIME = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final int HIGHEST_PORT = 65_535;

  private final Path file;
  private final UnaryOperator<String> environment;
  private final List<String> mistakes = new ArrayList<>();

  private SettingsFile(Path file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * The settings are not what they should be. Its message lists every mistake, one a line, and no
   * secret.
   */
  public static final class Mistakes extends RuntimeException {
    Mistakes(List<String> mistakes) {
      super(String.join("\n", mistakes));
    }
  }

  /**
   * Reads a file.
   *
   * @param environment the value of an environment variable, or null
   * @throws Mistakes when anything in it is wrong
   */
  public static Settings read(Path file, UnaryOperator<String> environment) {
    return new SettingsFile(file, environment).read();
  }

  private Settings read() {
    Map<String, Node> root =
        map(
            parse(),
            Set.of(
                "http",
                "management",
                "data",
                "redis",
                "database",
                "keyset",
                "service_code",
                "sms_number",
                "zone",
                "smpp",
                "ussd_http",
                "api",
                "enrolment",
                "telegram",
                "snap"));
    Map<String, Node> redis = map(root.get("redis"), Set.of("url"));
    Map<String, Node> database = map(root.get("database"), Set.of("url", "user", "password"));
    Map<String, Node> ussd = map(root.get("ussd_http"), Set.of("africastalking", "secret"));
    Map<String, Node> api = map(root.get("api"), Set.of("token"));
    map(root.get("telegram"), Set.of("token", "api_url", "webhook_secret"));
    map(
        root.get("snap"),
        Set.of("client_id", "client_secret", "partner_id", "service_id", "bank_public_key"));
    Settings settings =
        new Settings(
            listen(root.get("http")),
            listen(root.get("management")),
            text(root, "data", ".gerbang/data"),
            text(redis, "url", Settings.EMBEDDED),
            new Settings.Database(
                text(database, "url", Settings.EMBEDDED),
                text(database, "user", ""),
                secret(database, "password")),
            secret(root, "keyset"),
            text(root, "service_code", "*500*25#"),
            text(root, "sms_number", "2757"),
            zone(root.get("zone")),
            links(root.get("smpp")),
            new Settings.UssdHttp(truth(ussd.get("africastalking")), secret(ussd, "secret")),
            secret(api, "token"),
            enrolment(root.get("enrolment")));
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes);
    }
    return settings;
  }

  private Node parse() {
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(Files.newBufferedReader(file));
      if (root == null) {
        throw new Mistakes(
            List.of(file + ":1: the file is empty; start from the shipped config/gateway.yaml"));
      }
      return root;
    } catch (IOException e) {
      throw new Mistakes(List.of(file + ": cannot be read; give the settings by --config"));
    } catch (YAMLException e) {
      throw new Mistakes(
          List.of(file + ": is not YAML: " + e.getMessage().lines().findFirst().orElse("")));
    }
  }

  private Map<String, Node> map(Node node, Set<String> known) {
    Map<String, Node> parts = new LinkedHashMap<>();
    if (node == null) {
      return parts;
    }
    if (!(node instanceof MappingNode mapping)) {
      mistake(node, "expected a map with " + String.join(", ", known.stream().sorted().toList()));
      return parts;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(key)) {
        mistake(
            tuple.getKeyNode(),
            "\""
                + key
                + "\" is not known; expected one of "
                + String.join(", ", known.stream().sorted().toList()));
      }
      parts.put(key, tuple.getValueNode());
    }
    return parts;
  }

  private Settings.Listen listen(Node node) {
    Map<String, Node> parts = map(node, Set.of("host", "port"));
    return new Settings.Listen(
        text(parts, "host", "127.0.0.1"), number(parts.get("port"), 0, 0, HIGHEST_PORT, "a port"));
  }

  private List<Settings.Link> links(Node node) {
    List<Settings.Link> links = new ArrayList<>();
    if (node == null) {
      return links;
    }
    if (!(node instanceof SequenceNode sequence)) {
      mistake(node, "expected a list of links");
      return links;
    }
    for (Node item : sequence.getValue()) {
      Map<String, Node> link =
          map(
              item,
              Set.of(
                  "name",
                  "host",
                  "port",
                  "system_id",
                  "password",
                  "dialect",
                  "window",
                  "messages_per_second"));
      links.add(
          new Settings.Link(
              text(link, "name", "first"),
              text(link, "host", ""),
              number(link.get("port"), 2775, 1, HIGHEST_PORT, "a port"),
              text(link, "system_id", ""),
              secret(link, "password"),
              text(link, "dialect", "standard"),
              number(link.get("window"), 100, 1, 1_000, "a window"),
              number(link.get("messages_per_second"), 100, 1, 10_000, "a pace")));
    }
    return links;
  }

  private Settings.Enrolment enrolment(Node node) {
    Map<String, Node> parts = map(node, Set.of("reminder", "escalation", "code"));
    Settings.Enrolment times =
        new Settings.Enrolment(
            time(parts.get("reminder"), Duration.ofHours(24)),
            time(parts.get("escalation"), Duration.ofHours(48)),
            time(parts.get("code"), Duration.ofHours(72)));
    if (times.reminder().compareTo(times.escalation()) >= 0
        || times.escalation().compareTo(times.code()) > 0) {
      mistake(node, "expected reminder < escalation <= code");
    }
    return times;
  }

  private String text(Map<String, Node> parts, String key, String otherwise) {
    Node node = parts.get(key);
    return node == null ? otherwise : filled(node);
  }

  private Secret secret(Map<String, Node> parts, String key) {
    Node node = parts.get(key);
    String text = node == null ? "" : filled(node);
    if (!text.startsWith("file:")) {
      return new Secret(text);
    }
    try {
      return new Secret(Files.readString(Path.of(text.substring("file:".length()))).strip());
    } catch (IOException e) {
      mistake(node, "the secret's file cannot be read; expected file:/path of a readable file");
      return new Secret("");
    }
  }

  private boolean truth(Node node) {
    if (node == null) {
      return false;
    }
    String text = filled(node);
    if (!text.equals("true") && !text.equals("false")) {
      mistake(node, "expected true or false, not \"" + text + "\"");
    }
    return text.equals("true");
  }

  private int number(Node node, int otherwise, int least, int most, String what) {
    if (node == null) {
      return otherwise;
    }
    String text = filled(node);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, together with a number out of bounds
    }
    mistake(node, "expected " + what + " from " + least + " to " + most + ", not \"" + text + "\"");
    return otherwise;
  }

  private Duration time(Node node, Duration otherwise) {
    if (node == null) {
      return otherwise;
    }
    Matcher matcher = TIME.matcher(filled(node));
    if (!matcher.matches()) {
      mistake(node, "expected a time like 15s, 30m or 72h, not \"" + filled(node) + "\"");
      return otherwise;
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private ZoneId zone(Node node) {
    try {
      return ZoneId.of(node == null ? "Asia/Makassar" : filled(node));
    } catch (DateTimeException e) {
      mistake(node, "expected a time zone like Asia/Makassar, not \"" + filled(node) + "\"");
      return ZoneId.of("Asia/Makassar");
    }
  }

  /** The scalar with its variables filled in. A default may hold anything but a closing brace. */
  private String filled(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      mistake(node, "expected one value");
      return "";
    }
    Matcher matcher = VARIABLE.matcher(scalar.getValue());
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String given = environment.apply(matcher.group(1));
      String value = given != null && !given.isEmpty() ? given : matcher.group(2);
      if (value == null) {
        mistake(node, matcher.group(1) + " is not set, and there is no default");
        value = "";
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(filled);
    return filled.toString();
  }

  private void mistake(Node node, String what) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    mistakes.add(file + ":" + line + ": " + what);
  }
}
