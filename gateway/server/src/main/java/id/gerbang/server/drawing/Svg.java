package id.gerbang.server.drawing;

import id.gerbang.server.drawing.FlowPicture.Kind;
import id.gerbang.server.drawing.Layout.Frame;
import id.gerbang.server.drawing.Layout.PlacedArrow;
import id.gerbang.server.drawing.Layout.PlacedBox;
import id.gerbang.server.drawing.Layout.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A picture as SVG. Its colours are those of {@link #style}, by day and by night. */
public final class Svg {
  private static final double CORNER = 9;
  private static final double SLANT = Contour.SLANT;
  private static final double ARROW_HEAD = 8;

  private final StringBuilder out = new StringBuilder(32_768);
  private final Layout layout;
  private final FlowPicture picture;

  private Svg(FlowPicture picture) {
    this.picture = picture;
    this.layout = Layout.of(picture);
  }

  /** The drawing as a file of its own, with its style. */
  public static String file(FlowPicture picture) {
    return new Svg(picture).drawn("<style>" + style() + "</style>\n");
  }

  /** The drawing as a part of a page that brings {@link #style} itself. */
  public static String part(FlowPicture picture) {
    return new Svg(picture).drawn("");
  }

  /** The style sheet of every drawing. */
  public static String style() {
    try (InputStream in = Svg.class.getResourceAsStream("drawing.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String drawn(String style) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" role=\"img\" width=\"%s\""
            + " height=\"%s\" viewBox=\"0 0 %s %s\">\n",
        number(layout.width()),
        number(layout.height()),
        number(layout.width()),
        number(layout.height()));
    add("<title>%s</title><desc>%s</desc>\n", escaped(picture.flow()), escaped(picture.about()));
    out.append(style);
    out.append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    add(
        "<circle class=\"start\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>",
        number(layout.start().x()), number(layout.start().y()), number(Layout.DOT / 2));
    arrow(layout.entry());
    layout.arrows().forEach(arrow -> arrow(arrow.points()));
    layout.arrows().forEach(this::label);
    layout.boxes().forEach(this::box);
    return out.append("</svg>\n").toString();
  }

  private void arrow(List<Point> points) {
    add("<path class=\"arrow\" d=\"%s\"/>", path(points));
    head(points.get(points.size() - 2), points.getLast());
  }

  /** Straight lines, with their corners rounded. */
  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder("M" + point(points.getFirst()));
    for (int i = 1; i < points.size() - 1; i++) {
      Point bend = points.get(i);
      path.append("L").append(point(towards(bend, points.get(i - 1))));
      path.append("Q").append(point(bend)).append(' ');
      path.append(point(towards(bend, points.get(i + 1))));
    }
    Point before = points.get(points.size() - 2);
    Point end = points.getLast();
    double length = Math.hypot(end.x() - before.x(), end.y() - before.y());
    double short_ = length == 0 ? 0 : Math.min(1, (ARROW_HEAD - 2) / length);
    return path.append("L")
        .append(
            point(
                new Point(
                    end.x() - (end.x() - before.x()) * short_,
                    end.y() - (end.y() - before.y()) * short_)))
        .toString();
  }

  private static Point towards(Point from, Point to) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
    return new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
  }

  private void head(Point from, Point tip) {
    double angle = Math.atan2(tip.y() - from.y(), tip.x() - from.x());
    StringBuilder path = new StringBuilder("M" + point(tip));
    for (double side : new double[] {-0.42, 0.42}) {
      path.append("L")
          .append(
              point(
                  new Point(
                      tip.x() - ARROW_HEAD * Math.cos(angle + side),
                      tip.y() - ARROW_HEAD * Math.sin(angle + side))));
    }
    add("<path class=\"head\" d=\"%sZ\"/>\n", path);
  }

  private void label(PlacedArrow arrow) {
    Frame frame = arrow.label();
    if (frame.lines().isEmpty()) {
      return;
    }
    rectangle("behind", frame.x(), frame.y(), frame.width(), frame.height(), 4);
    double y = frame.y() + 2 + Layout.LABEL_LINE * 0.75;
    for (String line : frame.lines()) {
      text("outcome", frame.x() + frame.width() / 2, y, line);
      y += Layout.LABEL_LINE;
    }
    out.append('\n');
  }

  private void box(PlacedBox placed) {
    Frame frame = placed.frame();
    add("<g class=\"step %s\">", placed.box().kind().name().toLowerCase(Locale.ROOT));
    add("<title>%s</title>", escaped(placed.box().words()));
    shape(placed.box().kind(), frame);
    double middle = frame.x() + frame.width() / 2;
    double words = frame.lines().size() * Layout.WORD_LINE;
    double y = frame.y() + (frame.height() - words - Layout.NAME_LINE) / 2 + 13;
    for (String line : frame.lines()) {
      text("words", middle, y, line);
      y += Layout.WORD_LINE;
    }
    text("name", middle, y - 1, placed.box().step());
    out.append("</g>\n");
  }

  private void shape(Kind kind, Frame at) {
    double x = at.x();
    double y = at.y();
    double right = x + at.width();
    double bottom = y + at.height();
    double middle = y + at.height() / 2;
    switch (kind) {
      case MENU -> rectangle("shape", x, y, at.width(), at.height(), 3);
      case READING -> rectangle("shape", x, y, at.width(), at.height(), 14);
      case END -> rectangle("shape", x, y, at.width(), at.height(), at.height() / 2);
      case RETURN -> rectangle("shape", x, y, at.width(), at.height(), at.height() / 2);
      case LIST -> {
        rectangle("shape", x + 5, y + 5, at.width() - 5, at.height() - 5, 3);
        rectangle("shape", x, y, at.width() - 5, at.height() - 5, 3);
      }
      case FLOW -> {
        rectangle("shape", x, y, at.width(), at.height(), 3);
        rectangle("inner", x + 5, y + 4, at.width() - 10, at.height() - 8, 2);
      }
      case QUESTION -> polygon(x + SLANT, y, right, y, right - SLANT, bottom, x, bottom);
      case ACT ->
          polygon(
              x + SLANT,
              y,
              right - SLANT,
              y,
              right,
              middle,
              right - SLANT,
              bottom,
              x + SLANT,
              bottom,
              x,
              middle);
      case CHOICE ->
          polygon(x + at.width() / 2, y, right, middle, x + at.width() / 2, bottom, x, middle);
      case NOTICE -> polygon(x, y, right - SLANT, y, right, y + SLANT, right, bottom, x, bottom);
    }
  }

  private void rectangle(String style, double x, double y, double width, double height, double r) {
    add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>",
        style, number(x), number(y), number(width), number(height), number(r));
  }

  private void polygon(double... corners) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      points.append(point(new Point(corners[i], corners[i + 1]))).append(' ');
    }
    add("<polygon class=\"shape\" points=\"%s\"/>", points.toString().strip());
  }

  private void text(String style, double x, double y, String text) {
    add(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, number(x), number(y), escaped(text));
  }

  private void add(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }

  private static String point(Point point) {
    return number(point.x()) + "," + number(point.y());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Safe as XML and HTML, in an element and in an attribute; what XML cannot hold is dropped. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> { // of characters there is no closed set
                  boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
                  boolean lone = c >= 0xD800 && c <= 0xDFFF;
                  if (!control && !lone && c != 0xFFFE && c != 0xFFFF) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }
}
