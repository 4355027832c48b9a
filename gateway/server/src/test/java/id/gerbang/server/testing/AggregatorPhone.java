package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A phone behind one of the aggregators, by a real HTTP client. */
public final class AggregatorPhone implements RegisterDialogue.Phone {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What one aggregator sends and how its answers are read. */
  public enum Form {
    INFOBIP(160) {
      @Override
      HttpRequest.Builder asks(String url, Said said) {
        String verb = said.step() == 1 ? "/start" : "/response";
        return HttpRequest.newBuilder(URI.create(url + "/session/" + said.session() + verb))
            .PUT(
                json(
                    "{\"msisdn\":\"%s\",\"text\":\"%s\",\"shortCode\":\"*500*25#\"}"
                        .formatted(said.phone(), said.text())));
      }

      @Override
      Shown reads(HttpResponse<String> answer) {
        JsonNode json = tree(answer);
        return new Shown(json.get("ussdMenu").asText(), json.get("shouldClose").asBoolean());
      }
    },
    HUBTEL(160) {
      @Override
      HttpRequest.Builder asks(String url, Said said) {
        return HttpRequest.newBuilder(URI.create(url))
            .POST(
                json(
                    ("{\"Mobile\":\"%s\",\"SessionId\":\"%s\",\"Type\":\"%s\",\"Message\":\"%s\","
                            + "\"Sequence\":\"%d\"}")
                        .formatted(
                            said.phone(),
                            said.session(),
                            said.step() == 1 ? "initiation" : "response",
                            said.text(),
                            said.step())));
      }

      @Override
      Shown reads(HttpResponse<String> answer) {
        JsonNode json = tree(answer);
        return new Shown(json.get("Message").asText(), json.get("Type").asText().equals("release"));
      }
    },
    NALO(120) {
      @Override
      HttpRequest.Builder asks(String url, Said said) {
        return HttpRequest.newBuilder(URI.create(url))
            .POST(
                json(
                    ("{\"USERID\":\"u\",\"MSISDN\":\"%s\",\"USERDATA\":\"%s\",\"MSGTYPE\":%s,"
                            + "\"SESSIONID\":\"%s\"}")
                        .formatted(said.phone(), said.text(), said.step() == 1, said.session())));
      }

      @Override
      Shown reads(HttpResponse<String> answer) {
        JsonNode json = tree(answer);
        return new Shown(json.get("MSG").asText(), !json.get("MSGTYPE").asBoolean());
      }
    },
    ARKESEL(160) {
      @Override
      HttpRequest.Builder asks(String url, Said said) {
        return HttpRequest.newBuilder(URI.create(url))
            .POST(
                json(
                    ("{\"sessionID\":\"%s\",\"userID\":\"u\",\"newSession\":%s,\"msisdn\":\"%s\","
                            + "\"userData\":\"%s\"}")
                        .formatted(said.session(), said.step() == 1, said.phone(), said.text())));
      }

      @Override
      Shown reads(HttpResponse<String> answer) {
        JsonNode json = tree(answer);
        return new Shown(json.get("message").asText(), !json.get("continueSession").asBoolean());
      }
    },
    COMVIVA(160) {
      @Override
      HttpRequest.Builder asks(String url, Said said) {
        return HttpRequest.newBuilder(
            URI.create(
                url
                    + "?SessionID="
                    + said.session()
                    + "&MSISDN="
                    + said.phone()
                    + "&MSC=1&input="
                    + URLEncoder.encode(said.text(), StandardCharsets.UTF_8)));
      }

      @Override
      Shown reads(HttpResponse<String> answer) {
        String flow = answer.headers().firstValue("Freeflow").orElseThrow();
        assertThat(flow).isIn("FC", "FB");
        return new Shown(answer.body(), flow.equals("FB"));
      }
    };

    private final int capacity;

    Form(int capacity) {
      this.capacity = capacity;
    }

    abstract HttpRequest.Builder asks(String url, Said said);

    abstract Shown reads(HttpResponse<String> answer);

    private static HttpRequest.BodyPublisher json(String text) {
      return HttpRequest.BodyPublishers.ofString(text);
    }

    private static JsonNode tree(HttpResponse<String> answer) {
      try {
        return MAPPER.readTree(answer.body());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Said(String session, String phone, String text, int step) {}

  private record Shown(String text, boolean ends) {}

  private final Form form;
  private final String url;
  private final String digits;
  private int session;
  private int step;
  private boolean open;

  /**
   * @param url of the aggregator, with its secret
   */
  public AggregatorPhone(Form form, String url, String digits) {
    this.form = form;
    this.url = url;
    this.digits = digits;
  }

  /** Dials the service code in a new session. */
  @Override
  public String dial() {
    session++;
    step = 1;
    open = true;
    return send("*500*25#", step);
  }

  @Override
  public String type(String input) {
    assertThat(open).as("the session is open").isTrue();
    step++;
    return send(input, step);
  }

  /** What an earlier request of this session is answered when it comes late, or again. */
  public String late(String input, int earlier) {
    return send(input, earlier);
  }

  /** Whether the last screen waits for an answer. */
  public boolean isOpen() {
    return open;
  }

  private String send(String input, int at) {
    HttpRequest.Builder request =
        form.asks(url, new Said(digits + "-" + session, digits, input, at));
    try {
      HttpResponse<String> answer =
          CLIENT.send(
              request.timeout(Duration.ofSeconds(15)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Shown shown = form.reads(answer);
      open = !shown.ends();
      assertThat(shown.text().length())
          .as("fits %s:\n%s", form, shown.text())
          .isBetween(1, form.capacity);
      return shown.text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
