package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.protocol.MessageWriter;
import dev.toolkit.grpc.transport.RawPayload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.junit.jupiter.api.Test;

class GatheredTest {

  private static final int LIMIT = 100_000;

  private final SpareBuffers spares = new SpareBuffers();
  private final Gathered gathered = new Gathered(spares);
  private final MessageWriter writer = new MessageWriter(null, LIMIT, "maxSendSize");

  @Test
  void oneMessageTakesNoMoreThanItNeeds() {
    gathered.add(writer, message(10));

    Buffer taken = gathered.take();

    assertEquals(15, taken.length());
    assertEquals(15, capacityOf(taken));
    assertNull(gathered.take());
  }

  @Test
  void messagesStandBehindEachOther() {
    gathered.add(writer, message(1));
    gathered.add(writer, message(2));
    gathered.add(writer, message(3));

    assertEquals(21, gathered.length());
    assertEquals(
        Buffer.buffer()
            .appendInt(0)
            .appendBytes(new byte[] {1, 'x'})
            .appendInt(0)
            .appendBytes(new byte[] {2, 'x', 'x'})
            .appendInt(0)
            .appendBytes(new byte[] {3, 'x', 'x', 'x'}),
        gathered.take());
  }

  @Test
  void fewBytesLeaveInABufferOfTheirSize() {
    gathered.add(writer, message(10));
    gathered.add(writer, message(10));

    assertTrue(capacityOf(gathered.take()) < 64);
  }

  @Test
  void manyBytesLeaveInTheBufferInWhichTheyGathered() {
    gathered.add(writer, message(SpareBuffers.SIZE / 4));
    gathered.add(writer, message(SpareBuffers.SIZE / 4));

    Buffer first = gathered.take();
    spares.give(first);
    gathered.add(writer, message(SpareBuffers.SIZE / 2));

    assertEquals(SpareBuffers.SIZE, capacityOf(first));
    assertSame(first, gathered.take());
    assertEquals(SpareBuffers.SIZE / 2 + 5, first.length());
  }

  @Test
  void bufferThatIsNotGivenBackIsNotUsedAgain() {
    gathered.add(writer, message(SpareBuffers.SIZE / 4));
    gathered.add(writer, message(SpareBuffers.SIZE / 4));
    Buffer first = gathered.take();

    gathered.add(writer, message(SpareBuffers.SIZE / 2));

    assertNotSame(first, gathered.take());
  }

  @Test
  void whatDoesNotFitWaits() {
    assertFalse(gathered.isFullFor(message(LIMIT)));

    gathered.add(writer, message(10));

    assertFalse(gathered.isFullFor(message(SpareBuffers.SIZE - 20)));
    assertTrue(gathered.isFullFor(message(SpareBuffers.SIZE - 19)));
  }

  @Test
  void failureLeavesTheMessagesBeforeIt() {
    gathered.add(writer, message(1));
    gathered.add(writer, message(1));

    assertThrows(StatusException.class, () -> gathered.add(writer, message(LIMIT + 1)));

    assertEquals(12, gathered.length());
    gathered.add(writer, message(2));
    assertEquals(19, gathered.take().length());
  }

  @Test
  void failureOfTheFirstLeavesNothing() {
    assertThrows(StatusException.class, () -> gathered.add(writer, message(LIMIT + 1)));

    assertEquals(0, gathered.length());
    assertNull(gathered.take());
  }

  private static int capacityOf(Buffer buffer) {
    return ((BufferInternal) buffer).unwrap().capacity();
  }

  private static Frame.Message message(int size) {
    return new Frame.Message(new RawPayload(Buffer.buffer("x".repeat(size))), false);
  }
}
