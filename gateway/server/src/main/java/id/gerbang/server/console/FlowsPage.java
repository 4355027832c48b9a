package id.gerbang.server.console;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.server.drawing.FlowOutline;
import id.gerbang.server.drawing.FlowPicture;
import id.gerbang.server.drawing.Svg;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * {@code /console/flows}: the drawing of each menu, and a phone to try it on beside. Safe for any
 * thread: what is drawn of a book is kept until another one is current.
 */
public final class FlowsPage {
  /** The page brings nothing from elsewhere, and shows only our own phone in a frame. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; frame-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private final Supplier<FlowBook> current;

  /** The page of the book that was current when it was last asked for; null before that. */
  private volatile Drawn drawn;

  private record Drawn(String book, String html) {}

  /**
   * @param current the book that new conversations begin in
   */
  public FlowsPage(Supplier<FlowBook> current) {
    this.current = current;
  }

  /** The routes, to be mounted under {@code /console/flows}. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    // A drawing takes a few hundred milliseconds the first time: not on an event loop.
    router.get("/").handler(context -> send(vertx, context, "text/html", this::page));
    router
        .get("/flows.css")
        .handler(
            context -> send(vertx, context, "text/css", () -> Svg.style() + resource("flows.css")));
    router
        .get("/flows.js")
        .handler(context -> send(vertx, context, "text/javascript", () -> resource("flows.js")));
    return router;
  }

  private static void send(
      Vertx vertx, RoutingContext context, String type, Callable<String> body) {
    vertx
        .executeBlocking(body, false)
        .onSuccess(
            text ->
                context
                    .response()
                    .putHeader("Content-Type", type + "; charset=utf-8")
                    .putHeader("Content-Security-Policy", POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Cache-Control", "no-cache")
                    .end(Buffer.buffer(text)))
        .onFailure(context::fail);
  }

  private String page() {
    FlowBook book = current.get();
    Drawn known = drawn;
    if (known == null || !known.book().equals(book.hash())) {
      known = new Drawn(book.hash(), html(book));
      drawn = known;
    }
    return known.html();
  }

  static String html(FlowBook book) {
    StringBuilder names = new StringBuilder();
    StringBuilder drawings = new StringBuilder();
    for (FlowPicture picture : pictures(book)) {
      String name = Svg.escaped(picture.flow());
      names
          .append("<a href=\"#")
          .append(name)
          .append("\"><b>")
          .append(name)
          .append("</b><span>")
          .append(Svg.escaped(picture.about()))
          .append("</span></a>\n");
      drawings
          .append("<section id=\"")
          .append(name)
          .append("\" data-flow>\n<h2>")
          .append(name)
          .append("</h2>\n<label><input type=\"checkbox\" class=\"whole\"> ukuran asli</label>\n")
          .append("<div class=\"sheet\" tabindex=\"0\">")
          .append(Svg.part(picture))
          .append("</div></section>\n");
    }
    return resource("flows.html")
        .replace("<!-- version -->", Svg.escaped(book.hash().substring(0, 12)))
        .replace("<!-- names -->", names)
        .replace("<!-- drawings -->", drawings);
  }

  /**
   * Where everybody begins comes first, then as it leads from there, then what nothing leads to.
   */
  private static List<FlowPicture> pictures(FlowBook book) {
    Set<String> names = new LinkedHashSet<>(List.of(FlowBook.ENTRY));
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      for (Step step : book.flow(open.poll()).steps().values()) {
        if (step instanceof Step.Run run && names.add(run.flow())) {
          open.add(run.flow());
        }
      }
    }
    names.addAll(new TreeSet<>(book.flows().keySet()));
    return names.stream()
        .map(name -> FlowOutline.of(book, book.flow(name), FlowBook.DEFAULT_LANGUAGE))
        .toList();
  }

  private static String resource(String name) {
    try (InputStream in = FlowsPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
