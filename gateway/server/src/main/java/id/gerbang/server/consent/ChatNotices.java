package id.gerbang.server.consent;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Reader;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Tells the SIM that a chat was linked to its number: a chat's account may be somebody else's by
 * now, a SIM in the hand is not (docs/adr/0007).
 */
public final class ChatNotices implements ChatLinks.Notice {
  private static final String LINKED = "chat_linked";

  private final Outbox outbox;
  private final LetterWriter writer;

  public ChatNotices(Outbox outbox, LetterWriter writer) {
    this.outbox = outbox;
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(new LetterSignature(LINKED, Reader.OWNER, Map.of()));
  }

  @Override
  public void linked(Handle tx, Msisdn phone, String language, Instant at) {
    outbox.add(tx, new NewSms(phone, writer.write(LINKED, language, Map.of()), "chat", at));
  }
}
