package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcServerTest {

  private final Served served = new Served();

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void unaryCallIsAnsweredByHeadersMessageAndTrailers() {
    served.start(
        Echo.service()
            .unary(Echo.UNARY, q -> Future.succeededFuture(Echo.text("hi " + q.getValue()))));

    var call =
        served.call(Echo.UNARY).write(Echo.message("joe"), Frame.HalfClose.INSTANCE).fetch(9);

    call.next(Frame.Headers.class);
    assertEquals("hi joe", Echo.textOf(call.next(Frame.Message.class)));
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @Test
  void failedFutureIsTheStatusOfTheCall() {
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY,
                q ->
                    Future.failedFuture(
                        Status.of(Code.NOT_FOUND, "no " + q.getValue()).asException())));

    var call =
        served.call(Echo.UNARY).write(Echo.message("joe"), Frame.HalfClose.INSTANCE).fetch(9);

    assertEquals(Status.of(Code.NOT_FOUND, "no joe"), call.next(Frame.Trailers.class).status());
  }
}
