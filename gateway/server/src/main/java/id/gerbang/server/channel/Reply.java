package id.gerbang.server.channel;

/**
 * What is shown in answer.
 *
 * @param text already fits the surface of the {@link Inbound}
 * @param ends whether the carrier's session closes with it
 */
public record Reply(String text, boolean ends) {}
