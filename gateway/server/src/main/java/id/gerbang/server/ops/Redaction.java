package id.gerbang.server.ops;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * The last net under the logs: any run of eight digits or more in a message is masked. Our own code
 * never logs a number of a person; a library might.
 */
public final class Redaction extends MessageConverter {
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{8,}");

  @Override
  public String convert(ILoggingEvent event) {
    return redact(super.convert(event));
  }

  static String redact(String message) {
    return LONG_NUMBER.matcher(message).replaceAll("########");
  }
}
