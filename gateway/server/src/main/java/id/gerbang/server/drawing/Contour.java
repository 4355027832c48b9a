package id.gerbang.server.drawing;

import id.gerbang.server.drawing.FlowPicture.Kind;
import id.gerbang.server.drawing.Layout.Frame;
import id.gerbang.server.drawing.Layout.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a box inside its frame. An arrow is laid out to the frame; it is drawn to the shape.
 */
record Contour(Kind kind, Frame frame) {
  /** How far a slanted side leans. */
  static final double SLANT = 14;

  private static final double STEP = 0.5;

  /** Whether the point lies in the shape. */
  boolean holds(Point point) {
    double x = point.x() - frame.x();
    double y = point.y() - frame.y();
    double width = frame.width();
    double height = frame.height();
    if (x < 0 || y < 0 || x > width || y > height) {
      return false;
    }
    double fromMiddle = Math.abs(y - height / 2) / (height / 2);
    return switch (kind) {
      case MENU, FLOW, LIST, READING, NOTICE -> true;
      case QUESTION -> x >= SLANT * (1 - y / height) && x <= width - SLANT * (y / height);
      case ACT -> x >= SLANT * fromMiddle && x <= width - SLANT * fromMiddle;
      case CHOICE -> Math.abs(x - width / 2) / (width / 2) + fromMiddle <= 1;
      case END, RETURN -> {
        double radius = Math.min(width, height) / 2;
        double side = Math.max(0, Math.max(radius - x, x - (width - radius)));
        yield Math.hypot(side, y - height / 2) <= radius;
      }
    };
  }

  /**
   * Where a line that comes from {@code from} and reaches the frame at {@code at} meets the shape.
   */
  Point met(Point from, Point at) {
    double length = Math.hypot(at.x() - from.x(), at.y() - from.y());
    double limit = Math.max(frame.width(), frame.height()) / 2;
    for (double more = 0; length > 0 && more <= limit; more += STEP) {
      Point further =
          new Point(
              at.x() + (at.x() - from.x()) / length * more,
              at.y() + (at.y() - from.y()) / length * more);
      if (holds(further)) {
        return further;
      }
    }
    return at;
  }

  /** The line, from the shape of its first box to that of its last. */
  static List<Point> joined(Contour first, List<Point> line, Contour last) {
    List<Point> joined = new ArrayList<>(line);
    int end = line.size() - 1;
    joined.set(0, first.met(line.get(1), line.getFirst()));
    joined.set(end, last.met(line.get(end - 1), line.get(end)));
    return joined;
  }
}
