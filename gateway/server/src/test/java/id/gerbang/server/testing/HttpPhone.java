package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A phone behind an aggregator that speaks Africa's Talking's form, by a real HTTP client. */
public final class HttpPhone implements RegisterDialogue.Phone {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final URI endpoint;
  private final String digits;
  private int session;
  private String typed = "";
  private boolean open;

  public HttpPhone(String baseUrl, String digits) {
    this.endpoint = URI.create(baseUrl + "/ussd/africastalking");
    this.digits = digits;
  }

  /** Dials the service code in a new session and returns the screen, without {@code CON}. */
  @Override
  public String dial() {
    session++;
    typed = "";
    open = true;
    return send();
  }

  /** Types {@code input} and returns the next screen. */
  @Override
  public String type(String input) {
    assertThat(open).as("the session is open").isTrue();
    typed = typed.isEmpty() ? input : typed + "*" + input;
    return send();
  }

  /** Sends the latest request once more, as an aggregator that missed the answer does. */
  public String repeat() {
    return send();
  }

  /** Whether the last screen waits for an answer. */
  public boolean isOpen() {
    return open;
  }

  private String send() {
    String form =
        "sessionId="
            + digits
            + "-"
            + session
            + "&phoneNumber="
            + encode("+" + digits)
            + "&networkCode=51001&serviceCode="
            + encode("*500*25#")
            + "&text="
            + encode(typed);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).matches("(?s)(CON|END) .*");
      open = response.body().startsWith("CON ");
      String screen = response.body().substring(4);
      assertThat(screen.length()).as("fits a keypad phone:\n%s", screen).isLessThanOrEqualTo(160);
      return screen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
