package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardExceptionMapperTest {

  private static final long SECOND = 1_000_000_000;

  private final List<String> logged = new ArrayList<>();
  private long now = Long.MAX_VALUE - SECOND / 2; // the clock of the JDK may overflow
  private final ExceptionMapper mapper =
      new StandardExceptionMapper(() -> now, (text, e) -> logged.add(text + "/" + e.getMessage()));

  @Test
  void plainExceptionBecomesUnknownWithoutAWord() {
    var mapped = mapper.map(new IllegalStateException("secret", new RuntimeException("hidden")));

    assertEquals(Code.UNKNOWN, mapped.code());
    assertEquals("", mapped.status().message());
    assertEquals(List.of(), mapped.status().details());
    assertEquals(Metadata.EMPTY, mapped.trailers());
  }

  @Test
  void statusIsTakenAsItIsFromAnywhereInTheChainAndNotLogged() {
    var status = new StatusException(Status.of(Code.ABORTED, "no"), Metadata.of("a", "b"));

    assertSame(status, mapper.map(status));
    assertSame(status, mapper.map(new RuntimeException(new RuntimeException(status))));
    assertEquals(List.of(), logged);
  }

  @Test
  void aFloodOfFailuresIsLoggedOnceASecond() {
    for (int i = 0; i < 1_000; i++) {
      mapper.map(new RuntimeException("f" + i));
    }
    now += SECOND - 1;
    mapper.map(new RuntimeException("too early"));
    now += 1;
    mapper.map(new RuntimeException("next"));
    now += 60 * SECOND;
    mapper.map(new RuntimeException("last"));

    var text = "a call failed by an exception that is no status";
    assertEquals(
        List.of(
            text + "/f0", text + "; 1000 more such failures were not logged/next", text + "/last"),
        logged);
  }
}
