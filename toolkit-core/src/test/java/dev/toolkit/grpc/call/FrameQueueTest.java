package dev.toolkit.grpc.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.transport.RawPayload;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameQueueTest {

  private static final Frame HEADERS = new Frame.Headers(Metadata.EMPTY);
  private static final Frame A = message("a");
  private static final Frame B = message("b");
  private static final Frame C = message("c");
  private static final Frame OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);
  private static final Frame CANCEL = new Frame.Cancel(Status.of(Code.CANCELLED, ""));

  private final List<Frame> taken = new ArrayList<>();
  private int drains;
  private final FrameQueue queue = new FrameQueue(2, () -> drains++);

  @Test
  void framesWaitForTheHandler() {
    queue.fetch(9);
    queue.add(HEADERS);
    queue.add(A);

    queue.handler(taken::add);

    assertEquals(List.of(HEADERS, A), taken);
  }

  @Test
  void messagesWaitForDemandAndOtherFramesBehindThem() {
    queue.handler(taken::add);
    queue.add(HEADERS);
    queue.add(A);
    queue.add(B);
    queue.add(OK);
    assertEquals(List.of(HEADERS), taken);

    queue.fetch(1);
    assertEquals(List.of(HEADERS, A), taken);
    queue.fetch(1);
    assertEquals(List.of(HEADERS, A, B, OK), taken);
  }

  @Test
  void demandIsKeptForMessagesToCome() {
    queue.handler(taken::add);
    queue.fetch(2);

    queue.add(A);
    queue.add(B);
    queue.add(C);

    assertEquals(List.of(A, B), taken);
  }

  @Test
  void demandDoesNotOverflow() {
    queue.handler(taken::add);
    queue.fetch(5);
    queue.fetch(Long.MAX_VALUE);
    queue.fetch(Long.MAX_VALUE);

    for (int i = 0; i < 100; i++) {
      queue.add(A);
    }

    assertEquals(100, taken.size());
  }

  @Test
  void handlerIsNotCalledWithinItself() {
    var depth = new int[2];
    queue.handler(
        frame -> {
          depth[1] = Math.max(depth[1], ++depth[0]);
          taken.add(frame);
          if (frame == A) {
            queue.add(C);
            queue.fetch(9);
          }
          depth[0]--;
        });
    queue.add(A);
    queue.add(B);

    queue.fetch(1);

    assertEquals(List.of(A, B, C), taken);
    assertEquals(1, depth[1]);
  }

  @Test
  void frameThatArrivesWhileOneIsHandedOverAtOnceComesAfterIt() {
    var order = new ArrayList<String>();
    queue.fetch(9);
    queue.handler(
        frame -> {
          order.add("begin");
          if (frame == A) {
            queue.add(B);
          }
          order.add("end");
        });

    queue.add(A);

    assertEquals(List.of("begin", "end", "begin", "end"), order);
  }

  @Test
  void replacedFramesAreLost() {
    queue.handler(taken::add);
    queue.add(A);
    queue.add(B);

    queue.replaceBy(CANCEL);
    queue.fetch(9);

    assertEquals(List.of(CANCEL), taken);
    assertFalse(queue.isFull());
  }

  @Test
  void framesReplacedWhileOneIsTakenAreLost() {
    queue.handler(
        frame -> {
          taken.add(frame);
          if (frame == A) {
            queue.replaceBy(CANCEL);
          }
        });
    queue.add(A);
    queue.add(B);
    queue.add(C);

    queue.fetch(9);

    assertEquals(List.of(A, CANCEL), taken);
  }

  @Test
  void fullQueueTellsOnceWhenItIsEmpty() {
    queue.handler(taken::add);
    queue.add(A);
    assertFalse(queue.isFull());
    queue.add(B);
    assertTrue(queue.isFull());

    queue.fetch(1);
    assertTrue(queue.isFull());
    assertEquals(0, drains);
    queue.fetch(1);

    assertFalse(queue.isFull());
    assertEquals(1, drains);
  }

  @Test
  void handlerThatThrowsLosesOnlyItsFrame() {
    queue.fetch(9);
    queue.handler(
        frame -> {
          taken.add(frame);
          if (frame == A) {
            throw new IllegalStateException("no");
          }
        });

    assertThrows(IllegalStateException.class, () -> queue.add(A));
    queue.add(B);

    assertEquals(List.of(A, B), taken);
  }

  private static Frame message(String text) {
    return new Frame.Message(new RawPayload(Buffer.buffer(text)), false);
  }
}
