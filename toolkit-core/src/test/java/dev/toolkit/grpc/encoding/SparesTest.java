package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparesTest {

  private final List<Object> disposed = new ArrayList<>();
  private final Spares<Object> spares = new Spares<>(Object::new, disposed::add);

  @Test
  void whatIsGivenIsTakenAgainOnce() {
    Object first = spares.take();
    spares.give(first);

    assertSame(first, spares.take());
    assertNotSame(first, spares.take());
  }

  @Test
  void whatIsTooManyIsDisposedOf() {
    for (int i = 0; i < 10; i++) {
      spares.give(i);
    }

    assertEquals(List.of(8, 9), disposed);
  }
}
