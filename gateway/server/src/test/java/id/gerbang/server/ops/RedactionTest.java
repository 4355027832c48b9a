package id.gerbang.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RedactionTest {

  @Test
  void whatAnExceptionSaysIsMaskedToo() {
    Logger logger = (Logger) LoggerFactory.getLogger(RedactionTest.class);
    IllegalStateException failure = new IllegalStateException("nik 5171991708900001");
    RedactedFailure converter = new RedactedFailure();
    converter.start();
    String printed =
        converter.convert(new LoggingEvent("x", logger, Level.ERROR, "failed", failure, null));
    assertThat(printed).contains("nik ########").doesNotContain("5171991708900001");
    assertThat(Redaction.redact("for 6281234567890")).isEqualTo("for ########");
  }
}
