package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of the readers of aggregators' requests. Called by FuzzTargets. */
public final class UssdHttpFuzz {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<Aggregator> AGGREGATORS = Aggregator.all();
  private static final int MOST_FIELDS = 100;

  private UssdHttpFuzz() {}

  /** A form; and one that is made of its fields says the same. */
  public static void form(byte[] input) {
    Map<String, String> read = FormFields.read(input, new LinkedHashMap<>());
    assertThat(read).hasSizeBetween(0, MOST_FIELDS);
    StringBuilder written = new StringBuilder();
    read.forEach(
        (name, value) ->
            written
                .append(written.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    assertThat(
            FormFields.read(
                written.toString().getBytes(StandardCharsets.US_ASCII), new LinkedHashMap<>()))
        .isEqualTo(read);
  }

  /** The first octet names the aggregator; then a path or query, a new line, and the body. */
  public static void aggregator(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Aggregator aggregator = AGGREGATORS.get((input[0] & 0xFF) % AGGREGATORS.size());
    int end = 1;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String line = new String(input, 1, end - 1, StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    boolean query = aggregator.wire() == Wire.QUERY;
    String below = query ? "" : line;
    if (!aggregator.serves(below)) {
      return;
    }
    Optional<Fields> read = aggregator.wire().read(query ? line : null, body);
    if (read.isEmpty()) {
      return;
    }
    switch (aggregator.reads(below, read.get())) {
      case Asked.Screen(Inbound inbound) -> {
        bounded(inbound);
        answered(
            aggregator, read.get(), aggregator.writes(read.get(), new Reply("Halo \"1\"", false)));
        answered(aggregator, read.get(), aggregator.writes(read.get(), new Reply("Selesai", true)));
      }
      case Asked.End(SessionEnd how, Optional<Inbound> dropped) -> {
        dropped.ifPresent(UssdHttpFuzz::bounded);
        answered(aggregator, read.get(), aggregator.heard(read.get()));
      }
      case Asked.Unreadable(String why) ->
          assertThat(why).isEqualTo("the session's id and the phone are needed");
    }
    assertThat(read.get().toString()).startsWith("Fields[");
  }

  private static void bounded(Inbound inbound) {
    assertThat(inbound.dialogue().length()).isBetween(1, 64);
    assertThat(inbound.dialogue()).matches("[!-~]+");
    assertThat(inbound.messageId())
        .matches(id -> id.isEmpty() || id.startsWith(inbound.dialogue()));
    assertThat(inbound.from().digits()).matches("[1-9][0-9]{7,14}");
    if (inbound.event() instanceof Inbound.Event.Counted(int step, Optional<String> typed)) {
      assertThat(step).isNotNegative();
    }
  }

  private static void answered(Aggregator aggregator, Fields fields, Answer answer) {
    if (aggregator.wire() == Wire.JSON) {
      try {
        assertThat(MAPPER.readTree(answer.body()).isObject()).isTrue();
      } catch (JsonProcessingException e) {
        throw new AssertionError(aggregator.name() + " cannot read our answer", e);
      }
    }
    answer.headers().values().forEach(value -> assertThat(value).matches("[ -~]*"));
  }
}
