package id.gerbang.server.agent;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.util.List;
import java.util.Map;

/** The SMS to those who are, or want to become, agents. */
public final class AgentLetters {
  private final LetterWriter writer;

  public AgentLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        toOwner("candidate_recorded", Map.of("number", plain(Simple.AGENT_CODE))),
        toOwner("candidate_withdrawn", Map.of("number", plain(Simple.AGENT_CODE))));
  }

  String candidateRecorded(String language, String number) {
    return writer.write("candidate_recorded", language, Map.of("number", new Value.Text(number)));
  }

  String candidateWithdrawn(String language, String number) {
    return writer.write("candidate_withdrawn", language, Map.of("number", new Value.Text(number)));
  }
}
