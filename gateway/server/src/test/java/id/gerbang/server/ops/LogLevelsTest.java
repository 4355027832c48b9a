package id.gerbang.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libraries may say. */
class LogLevelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"/logback.xml", "/logback-test.xml"})
  void jsmppPrintsNeitherPdusNorAStackTraceForEachMessage(String file) throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new ch.qos.logback.classic.util.LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogLevelsTest.class.getResource(file));
    Map<String, Level> expected =
        Map.of(
            "org.jsmpp.session.SMPPSession",
            Level.WARN,
            "org.jsmpp.session.state.SMPPSessionBound",
            Level.OFF);
    expected.forEach(
        (name, level) ->
            assertThat(context.getLogger(name).getEffectiveLevel()).as(name).isEqualTo(level));
    context.stop();
  }
}
