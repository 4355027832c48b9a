package id.gerbang.server.channel;

/** The ways in which people reach us. Kept by their order: a new one comes last. */
public enum Channel {
  USSD,
  SMS,
  TELEGRAM,
  WHATSAPP;

  /** The name in tables, logs and metrics. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
