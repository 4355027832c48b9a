package id.gerbang.server.inbox;

import id.gerbang.server.crypt.Vault;
import java.util.HexFormat;

/**
 * The chat of a channel that names its chats by the person's phone (WhatsApp). It is named by the
 * phone's keyed hash, so that who erases or lists what is held of a phone finds it with that hash
 * alone, as in every other table.
 */
public final class PhoneChat {
  private PhoneChat() {}

  /**
   * Its name in the {@link ChatInbox}.
   *
   * @param phoneLookup {@code vault.lookup("phone", digits)}
   */
  public static String name(byte[] phoneLookup) {
    return HexFormat.of().formatHex(phoneLookup);
  }

  /** What {@code chat_update.chat_lookup} holds for it. */
  public static byte[] lookup(Vault vault, String channel, byte[] phoneLookup) {
    return PostgresChatInbox.chatLookup(vault, channel, name(phoneLookup));
  }
}
