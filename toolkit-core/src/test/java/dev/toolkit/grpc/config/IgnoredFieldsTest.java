package dev.toolkit.grpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IgnoredFieldsTest {

  private final Logger logger = Logger.getLogger(IgnoredFields.class.getName());
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(lines);
    logger.setUseParentHandlers(true);
  }

  @Test
  void aFieldThatIsNotKnownIsLoggedOnce() {
    var ignored = new IgnoredFields("dns:///orders");
    String config = "{\"methodConfig\": [{\"name\": [{}], \"retryPolcy\": {}}], \"other\": 1}";

    ServiceConfig.parse(config, ignored);
    ServiceConfig.parse(config, ignored);

    assertEquals(
        List.of(
            "service config of dns:///orders: methodConfig[0].retryPolcy is not known, ignored",
            "service config of dns:///orders: other is not known, ignored"),
        lines.said);
  }

  @Test
  void aFloodOfFieldsIsNotLogged() {
    var ignored = new IgnoredFields("dns:///orders");

    for (int i = 0; i < 1000; i++) {
      ignored.accept("field" + i);
    }

    assertEquals(100, lines.said.size());
  }

  private static final class Lines extends Handler {

    final List<String> said = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      said.add(line.getMessage());
    }

    @Override
    public void flush() {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
