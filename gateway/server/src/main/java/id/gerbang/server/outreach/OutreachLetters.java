package id.gerbang.server.outreach;

import static id.gerbang.engine.letter.LetterSignature.plain;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Reader;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.util.List;
import java.util.Map;

/** The SMS that nobody asked for, and those about not wanting any. */
public final class OutreachLetters {
  private final LetterWriter writer;

  public OutreachLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        new LetterSignature("outreach_stopped", Reader.OWNER, Map.of()),
        new LetterSignature("outreach_begun", Reader.OWNER, Map.of()),
        new LetterSignature("unfinished", Reader.OWNER, Map.of("topic", plain(Simple.TEXT))));
  }

  String stopped(String language) {
    return writer.write("outreach_stopped", language, Map.of());
  }

  String begun(String language) {
    return writer.write("outreach_begun", language, Map.of());
  }

  /**
   * @param flow the menu that was left open; its topic says what it is about
   */
  String unfinished(String language, String flow) {
    String topic = writer.words(flow + ".topic", language).orElse(flow);
    return writer.write("unfinished", language, Map.of("topic", new Value.Text(topic)));
  }
}
