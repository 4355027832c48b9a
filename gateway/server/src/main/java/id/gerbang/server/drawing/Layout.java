package id.gerbang.server.drawing;

import id.gerbang.server.drawing.FlowPicture.Arrow;
import id.gerbang.server.drawing.FlowPicture.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CenterEdgeLabelPlacementStrategy;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where everything of a picture stands, in pixels: layers from the start on, labels on their
 * arrows. The same picture is always laid out the same.
 *
 * @param start the middle of the dot where everybody comes in
 * @param entry the arrow from it to the first step
 */
record Layout(
    double width,
    double height,
    Point start,
    List<Point> entry,
    List<PlacedBox> boxes,
    List<PlacedArrow> arrows) {
  /** Words in a box: three lines of this many characters. */
  private static final int BOX_COLUMNS = 25;

  private static final int BOX_WORDS = 64;
  private static final int LABEL_COLUMNS = 22;
  private static final int LABEL_WORDS = 60;

  /** Letters of 13 px are seldom wider; there is no font here to measure with. */
  private static final double WORD_WIDTH = 7.3;

  /** Letters of a label, 11.5 px. */
  private static final double LABEL_WIDTH = 6.5;

  /** Letters of a step's name, 10.5 px in a fixed width. */
  private static final double NAME_WIDTH = 6.5;

  static final double WORD_LINE = 17;
  static final double LABEL_LINE = 15;
  static final double NAME_LINE = 14;

  /** Room at a box's sides; a slanted shape needs more. */
  private static final double SIDE = 14;

  private static final double SLANT = 16;
  private static final double ABOVE = 9;
  static final double DOT = 16;

  /** What a wide window shows in readable letters. */
  private static final double WIDEST = 1_400;

  private static final double MARGIN = 16;

  record Point(double x, double y) {}

  /** A rectangle that holds {@code lines}. */
  record Frame(double x, double y, double width, double height, List<String> lines) {}

  record PlacedBox(Box box, Frame frame) {}

  /**
   * @param points from the start to the end, straight lines between them
   * @param label without lines when there is none
   */
  record PlacedArrow(Arrow arrow, List<Point> points, Frame label) {}

  /** Lays out {@code picture}: downwards, or to the right where that would be much too wide. */
  static Layout of(FlowPicture picture) {
    Layout down = laid(picture, Direction.DOWN);
    if (down.width() <= WIDEST) {
      return down;
    }
    Layout right = laid(picture, Direction.RIGHT);
    return right.width() < down.width() ? right : down;
  }

  private static Layout laid(FlowPicture picture, Direction direction) {
    LayoutMetaDataService.getInstance(); // makes ELK's own types known to itself
    ElkNode graph = ElkGraphUtil.createGraph();
    options(graph, direction);
    Map<String, ElkNode> nodes = new HashMap<>();
    ElkNode dot =
        ElkGraphUtil.createNode(graph); // the only node that nothing leads to: it is on top
    dot.setDimensions(DOT, DOT);
    for (Box box : picture.boxes()) {
      ElkNode node = node(graph, box);
      nodes.put(box.step(), node);
      if (box.start()) {
        ElkGraphUtil.createSimpleEdge(dot, node);
      }
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Arrow arrow : picture.arrows()) {
      ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to()));
      List<String> lines = lines(arrow);
      if (!lines.isEmpty()) {
        ElkLabel label = ElkGraphUtil.createLabel(String.join("\n", lines), edge);
        label.setDimensions(longest(lines) * LABEL_WIDTH + 8, lines.size() * LABEL_LINE + 4);
        label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
        label.setProperty(LayeredOptions.EDGE_LABELS_INLINE, true);
      }
      edges.add(edge);
    }
    new LayeredLayoutProvider().layout(graph, new NullElkProgressMonitor());
    return placed(picture, graph, dot, nodes, edges);
  }

  private static void options(ElkNode graph, Direction direction) {
    graph.setProperty(LayeredOptions.DIRECTION, direction);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
    graph.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 28.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 16.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 34.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0);
    graph.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.DEPTH_FIRST);
    graph.setProperty( // an outcome is read where it begins, however far it leads
        LayeredOptions.EDGE_LABELS_CENTER_LABEL_PLACEMENT_STRATEGY,
        CenterEdgeLabelPlacementStrategy.TAIL_LAYER);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_NODES);
  }

  private static ElkNode node(ElkNode graph, Box box) {
    ElkNode node = ElkGraphUtil.createNode(graph);
    List<String> lines = lines(box);
    double width =
        Math.max(longest(lines) * WORD_WIDTH, box.step().length() * NAME_WIDTH) + 2 * SIDE;
    double height = lines.size() * WORD_LINE + NAME_LINE + 2 * ABOVE;
    switch (box.kind()) {
      case MENU, LIST, READING, FLOW, NOTICE -> node.setDimensions(width, height);
      case QUESTION, ACT, END -> node.setDimensions(width + 2 * SLANT, height);
      case CHOICE -> node.setDimensions(width * 1.5 + SLANT, height * 1.9);
      case RETURN -> node.setDimensions(width + SLANT, height);
    }
    return node;
  }

  private static List<String> lines(Box box) {
    return Wording.lines(Wording.shortened(box.words(), BOX_WORDS), BOX_COLUMNS);
  }

  private static List<String> lines(Arrow arrow) {
    return arrow.outcomes().stream()
        .flatMap(
            outcome ->
                Wording.lines(Wording.shortened(outcome, LABEL_WORDS), LABEL_COLUMNS).stream())
        .toList();
  }

  private static int longest(List<String> lines) {
    return lines.stream().mapToInt(line -> line.codePointCount(0, line.length())).max().orElse(0);
  }

  private static Layout placed(
      FlowPicture picture,
      ElkNode graph,
      ElkNode dot,
      Map<String, ElkNode> nodes,
      List<ElkEdge> edges) {
    List<PlacedBox> boxes = new ArrayList<>();
    Map<String, Contour> shapes = new HashMap<>();
    for (Box box : picture.boxes()) {
      ElkNode node = nodes.get(box.step());
      Frame frame =
          new Frame(node.getX(), node.getY(), node.getWidth(), node.getHeight(), lines(box));
      boxes.add(new PlacedBox(box, frame));
      shapes.put(box.step(), new Contour(box.kind(), frame));
    }
    List<PlacedArrow> arrows = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      Arrow arrow = picture.arrows().get(i);
      List<Point> line =
          Contour.joined(shapes.get(arrow.from()), points(edges.get(i)), shapes.get(arrow.to()));
      arrows.add(new PlacedArrow(arrow, line, label(edges.get(i), lines(arrow))));
    }
    return new Layout(
        graph.getWidth(),
        graph.getHeight(),
        new Point(dot.getX() + DOT / 2, dot.getY() + DOT / 2),
        points(dot.getOutgoingEdges().getFirst()),
        boxes,
        arrows);
  }

  private static List<Point> points(ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().getFirst();
    List<Point> points = new ArrayList<>();
    points.add(new Point(section.getStartX(), section.getStartY()));
    section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
    points.add(new Point(section.getEndX(), section.getEndY()));
    return points;
  }

  private static Frame label(ElkEdge edge, List<String> lines) {
    if (edge.getLabels().isEmpty()) {
      return new Frame(0, 0, 0, 0, List.of());
    }
    ElkLabel label = edge.getLabels().getFirst();
    return new Frame(label.getX(), label.getY(), label.getWidth(), label.getHeight(), lines);
  }
}
