package id.gerbang.server.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.drawing.FlowPicture.Arrow;
import id.gerbang.server.drawing.FlowPicture.Box;
import id.gerbang.server.drawing.FlowPicture.Kind;
import id.gerbang.server.drawing.Layout.Frame;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Drawings of the shipped menus, and of one whose words are not meant well. */
class DrawingTest {
  private static final Path HOME = Path.of("..", "..");
  private static final ActionCatalog CATALOG =
      ShippedActions.catalog(HOME.resolve("config/programme.yaml"));
  private static final FlowBook SHIPPED = book(shippedSources());
  private static final String HOSTILE = "<script>alert(1)</script>\"] --> x; & `y` #quot;";

  private static Map<String, String> shippedSources() {
    return FlowFolder.sources(HOME.resolve("flows"));
  }

  private static FlowBook book(Map<String, String> sources) {
    return switch (FlowBook.load(sources, CATALOG)) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static Stream<FlowPicture> shipped() {
    return SHIPPED.languages().stream()
        .flatMap(
            language ->
                SHIPPED.flows().values().stream()
                    .map(flow -> FlowOutline.of(SHIPPED, flow, language)));
  }

  /** A menu of one question, whose every word is hostile. */
  private static FlowPicture hostile() {
    String quoted = "'" + HOSTILE + "'";
    Map<String, String> sources = shippedSources();
    sources.put(
        "hostile.yaml",
        "flow: hostile\nabout: %1$s\nstart: %1$s\nsteps:\n  %1$s: {menu: [{x: end}]}\n  end: {end: true}\n"
            .formatted(quoted));
    String texts = "\nhostile: {%1$s: {_: %1$s, x: %1$s}, end: Selesai}\n".formatted(quoted);
    sources.replaceAll((path, text) -> path.startsWith("messages/") ? text + texts : text);
    FlowBook book = book(sources);
    return FlowOutline.of(book, book.flow("hostile"), "id");
  }

  private static Document xml(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg, String style) {
    List<String> texts = new ArrayList<>();
    NodeList found = svg.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      if (found.item(i).getAttributes().getNamedItem("class").getNodeValue().equals(style)) {
        texts.add(found.item(i).getTextContent());
      }
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyStepAndEveryOutcomeAppears(FlowPicture picture) throws Exception {
    Flow flow = SHIPPED.flow(picture.flow());
    assertThat(picture.boxes())
        .extracting(Box::step)
        .containsExactlyElementsOf(flow.steps().keySet());
    assertThat(picture.boxes()).filteredOn(Box::start).hasSize(1);

    Document svg = xml(Svg.file(picture));
    assertThat(texts(svg, "name")).containsExactlyElementsOf(flow.steps().keySet());
    String outcomes = String.join(" ", texts(svg, "outcome"));
    String mermaid = Mermaid.of(picture);
    for (Arrow arrow : picture.arrows()) {
      for (String outcome : arrow.outcomes()) {
        assertThat(outcomes).contains(Wording.shortened(outcome, 60));
        assertThat(mermaid).contains(Mermaid.escaped(Wording.shortened(outcome, 44)));
      }
    }
    for (String step : flow.steps().keySet()) {
      assertThat(mermaid).contains("<small>" + Mermaid.escaped(step) + "</small>");
    }
  }

  @Test
  void whatLeadsFromAStepIsAllThere() {
    FlowPicture picture = FlowOutline.of(SHIPPED, SHIPPED.flow("register"), "id");
    assertThat(picture.arrows())
        .contains(
            new Arrow("consent", "record_consent", List.of("1 Setuju")),
            new Arrow("known", "pending", List.of("pending")),
            new Arrow("propose", "summary", List.of("found", "none")),
            new Arrow("occupation", "trader", List.of()),
            new Arrow(
                "market",
                "permanence",
                List.of("then", "none", "unavailable", "Tidak ada di daftar")),
            new Arrow("occupation", "not_now", List.of("none", "unavailable")),
            new Arrow("name", "birth_date", List.of("then", "1 Diisi agen saja")),
            new Arrow("born", "too_old", List.of("age(birth_date) >= 65")),
            new Arrow("not_saved", "summary", List.of()));
    assertThat(picture.boxes())
        .contains(
            new Box("known", Kind.ACT, "enrolment.look_up", false),
            new Box("village", Kind.FLOW, "pick_village", false),
            new Box("not_saved", Kind.NOTICE, "Belum tersimpan. Tekan 1 lagi.", false));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void nothingLiesOnSomethingElse(FlowPicture picture) {
    Layout layout = Layout.of(picture);
    List<Frame> frames =
        new ArrayList<>(layout.boxes().stream().map(Layout.PlacedBox::frame).toList());
    layout.arrows().stream()
        .map(Layout.PlacedArrow::label)
        .filter(label -> !label.lines().isEmpty())
        .forEach(frames::add);
    for (int i = 0; i < frames.size(); i++) {
      Frame one = frames.get(i);
      assertThat(one.x()).isNotNegative();
      assertThat(one.x() + one.width()).isLessThanOrEqualTo(layout.width());
      assertThat(one.y() + one.height()).isLessThanOrEqualTo(layout.height());
      for (Frame other : frames.subList(i + 1, frames.size())) {
        assertThat(overlap(one, other)).as("%s on %s", one, other).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyArrowTouchesTheShapesThatItJoins(FlowPicture picture) {
    Layout layout = Layout.of(picture);
    Map<String, Contour> shapes = new HashMap<>();
    layout.boxes().forEach(b -> shapes.put(b.box().step(), new Contour(b.box().kind(), b.frame())));
    for (Layout.PlacedArrow arrow : layout.arrows()) {
      assertThat(shapes.get(arrow.arrow().from()).holds(arrow.points().getFirst()))
          .as("%s", arrow)
          .isTrue();
      assertThat(shapes.get(arrow.arrow().to()).holds(arrow.points().getLast()))
          .as("%s", arrow)
          .isTrue();
    }
  }

  private static boolean overlap(Frame one, Frame other) {
    return one.x() < other.x() + other.width()
        && other.x() < one.x() + one.width()
        && one.y() < other.y() + other.height()
        && other.y() < one.y() + one.height();
  }

  @Test
  void aStepMayLeadToItself() {
    FlowPicture picture =
        new FlowPicture(
            "main",
            "",
            List.of(
                new Box("a", Kind.MENU, "Sekali lagi?", true), new Box("b", Kind.END, "", false)),
            List.of(
                new Arrow("a", "a", List.of("1 Ya", "2 Nanti")),
                new Arrow("a", "b", List.of("3 Tidak"))));
    assertThat(Svg.file(picture)).contains(">1 Ya</text>", ">2 Nanti</text>", ">3 Tidak</text>");
    assertThat(Mermaid.of(picture)).contains("  s1 -->|\"1 Ya<br/>2 Nanti\"| s1\n");
    nothingLiesOnSomethingElse(picture);
  }

  @Test
  void theSamePictureIsDrawnTheSame() {
    FlowPicture picture = FlowOutline.of(SHIPPED, SHIPPED.flow("register"), "id");
    assertThat(Svg.file(picture)).isEqualTo(Svg.file(picture));
  }

  @Test
  void hostileWordsStayWordsInSvg() throws Exception {
    for (String text : List.of(Svg.file(hostile()), Svg.part(hostile()))) {
      Document svg = xml(text);
      assertThat(svg.getElementsByTagName("script").getLength()).isZero();
      assertThat(text).doesNotContain("<script").doesNotContain("\"]");
      assertThat(texts(svg, "name").getFirst()).isEqualTo(HOSTILE);
      assertThat(String.join(" ", texts(svg, "outcome")).replace(" ", ""))
          .isEqualTo(("1 " + HOSTILE).replace(" ", ""));
    }
    assertThat(Svg.escaped("a\u0000\u000b\ud800b'")).isEqualTo("ab&#39;");
  }

  @Test
  void hostileWordsStayWordsInMermaid() {
    String words =
        "#60;script#62;alert#40;1#41;#60;/script#62;#34;#93; --#62; x#59; #38; #96;y#96;"
            + " #35;quot#59;";
    assertThat(Mermaid.of(hostile()).lines())
        .contains(
            "  s1[\"" + words + "<br/><small>" + words + "</small>\"]:::menu",
            "  s2([\"Selesai<br/><small>end</small>\"]):::end_")
        .noneMatch(line -> line.contains("<script") || line.contains("\"] -->"));
  }
}
