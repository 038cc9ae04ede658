package dev.toolkit.grpc.benchmarks.scale;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterGrpc;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Unary calls of frames, some at a time, on the event loop that begins them. */
final class Calls {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int OUTSTANDING = 100;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final HelloRequest REQUEST =
      HelloRequest.newBuilder().setName("x".repeat(30)).build();
  private static final CallHead HEAD =
      new CallHead(
          GreeterGrpc.SAY_HELLO.path(),
          GreeterGrpc.SAY_HELLO.kind(),
          "",
          Metadata.EMPTY,
          null,
          ProtoCodec.NAME,
          Payload.IDENTITY,
          List.of(),
          CallOptions.DEFAULT,
          Attributes.EMPTY);

  private final CallInvoker invoker;
  private final ProtoCodec codec = new ProtoCodec();
  private final Promise<Double> done = Promise.promise();
  private final int count;
  private final long start = THREADS.getCurrentThreadCpuTime();
  private int begun;
  private int ended;

  private Calls(CallInvoker invoker, int count) {
    this.invoker = invoker;
    this.count = count;
  }

  /** Makes calls; gives the CPU time of the loop's thread per call, in microseconds. */
  static Future<Double> make(CallInvoker invoker, int count) {
    var calls = new Calls(invoker, count);
    for (int i = 0; i < OUTSTANDING; i++) {
      calls.begin();
    }
    return calls.done.future();
  }

  private void begin() {
    if (begun == count) {
      return;
    }
    begun++;
    GrpcStream stream = invoker.invoke(HEAD);
    stream.handler(this::took).fetch(2);
    stream.write(new Frame.Message(new MessagePayload(REQUEST, codec), false));
    stream.write(Frame.HalfClose.INSTANCE);
  }

  private void took(Frame frame) {
    if (!(frame instanceof Frame.Trailers trailers)) {
      return;
    }
    if (!trailers.status().isOk()) {
      done.tryFail(trailers.status().asException());
    }
    ended++;
    if (ended == count) {
      done.tryComplete((THREADS.getCurrentThreadCpuTime() - start) / NANOS_PER_MICRO / count);
    }
    begin();
  }
}
