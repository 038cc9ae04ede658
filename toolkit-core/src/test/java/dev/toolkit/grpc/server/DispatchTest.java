package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class DispatchTest {

  private static final Frame END = Frame.HalfClose.INSTANCE;

  /** Registered, as such locals must be, before there is a Vertx; the copy tells that it is one. */
  private static final ContextLocal<String> TRACE =
      ContextLocal.registerLocal(String.class, value -> value + " copied");

  private final Served served = new Served();

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void localsOfTheCallAreCopiedToTheWorker() {
    served.builder.interceptors(
        List.of(
            (call, next) -> {
              TRACE.put(Vertx.currentContext(), "trace");
              next.handle(call);
            }));
    var seen = new CompletableFuture<String>();
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY,
                q -> {
                  seen.complete(TRACE.get(Vertx.currentContext()));
                  return Future.succeededFuture(q);
                }),
        Dispatch.WORKER);

    answered();

    assertEquals("trace copied", Recorder.await(seen));
  }

  @Test
  void eachCallHasAWorkerContextOfItsOwnOnTheLoopOfTheConnection() {
    var context = (ContextInternal) served.serverContext;

    var one = Dispatch.WORKER.contextFor(context.duplicate());
    var other = Dispatch.WORKER.contextFor(context.duplicate());

    assertEquals(ThreadingModel.WORKER, one.threadingModel());
    assertTrue(one.isDuplicate());
    assertNotSame(one.unwrap(), other.unwrap());
    assertSame(context.nettyEventLoop(), one.nettyEventLoop());
    served.start(Echo.service());
  }

  @Test
  void callBeingServedIsFoundOnTheWorker() {
    var found = new CompletableFuture<CallHead>();
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY,
                q -> {
                  found.complete(CallContext.current().head());
                  return Future.succeededFuture(q);
                }),
        Dispatch.WORKER);

    answered();

    assertEquals(Echo.UNARY.path(), Recorder.await(found).path());
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JDK has virtual threads")
  void virtualThreadsAreRefusedWhereThereAreNone() {
    served.start(Echo.service());
    var server = served.builder.transports(List.of()).build();
    var service = Echo.service().build();

    var failure =
        assertThrows(
            IllegalStateException.class, () -> server.add(service, Dispatch.VIRTUAL_THREAD));

    assertEquals(
        "virtual threads need JDK 21, this is " + Runtime.version().feature(),
        failure.getMessage());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads need JDK 21")
  void methodOnAVirtualThreadMayAwaitAFuture() {
    var model = new CompletableFuture<ThreadingModel>();
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY,
                q -> {
                  Context context = Vertx.currentContext();
                  model.complete(context.threadingModel());
                  Promise<String> later = Promise.promise();
                  served.serverContext.runOnContext(v -> later.complete("later"));
                  return Future.succeededFuture(Echo.text(Future.await(later.future())));
                }),
        Dispatch.VIRTUAL_THREAD);

    var call = served.call(Echo.UNARY).write(Echo.message("a"), END).fetch(1);

    call.next(Frame.Headers.class);
    assertEquals("later", Echo.textOf(call.next(Frame.Message.class)));
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
    assertEquals(ThreadingModel.VIRTUAL_THREAD, Recorder.await(model));
  }

  private void answered() {
    var head = Recorder.head(Echo.UNARY.path(), Metadata.EMPTY, null);
    var call = served.call(head).write(Echo.message("a"), END).fetch(1);
    call.next(Frame.Headers.class);
    call.next(Frame.Message.class);
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }
}
