package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.channel.ChannelListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Measures and traces calls by OpenTelemetry: the metrics of gRFC A66, the spans of gRFC A72.
 *
 * <p>It is made of interceptors and attempt listeners, to be handed to the builders of clients and
 * servers; what is not handed over costs nothing. What the given {@link OpenTelemetry} has no
 * provider for is not recorded. It can be shared by clients, servers and threads. It needs {@code
 * opentelemetry-api} on the class path. See docs/observability.md.
 */
public final class GrpcTelemetry {

  private final Recording recording;

  private GrpcTelemetry(Recording recording) {
    this.recording = recording;
  }

  /** Records by the meters, tracers and propagators of the given instance. */
  public static GrpcTelemetry create(OpenTelemetry openTelemetry) {
    return create(openTelemetry, System::nanoTime, method -> true);
  }

  /**
   * Records some methods by their names.
   *
   * @param nanoClock a clock in nanoseconds
   * @param methods the methods, such as {@code helloworld.Greeter/SayHello}, whose name a metric of
   *     a client may carry; all others are {@code other}. A client that passes calls on for others
   *     must choose, as its callers make names up
   */
  public static GrpcTelemetry create(
      OpenTelemetry openTelemetry, LongSupplier nanoClock, Predicate<String> methods) {
    return new GrpcTelemetry(new Recording(openTelemetry, nanoClock, methods));
  }

  /**
   * The context to which spans of the application belong: OpenTelemetry's current one if that has a
   * span, else that of the call which is served on the current Vert.x context, on whatever thread.
   * While a handler takes a request, both are the same.
   */
  public static Context currentContext() {
    Context current = Context.current();
    CallContext served = Span.fromContextOrNull(current) == null ? CallContext.current() : null;
    Context context = served == null ? null : served.head().attributes().get(Recording.CONTEXT);
    return context == null ? current : context;
  }

  /**
   * Records the calls of a client, with all their attempts: should be its outermost interceptor.
   * Alone, without {@link #attemptListeners}, it sends no context of a trace.
   *
   * @param target what the client calls, as metrics name it
   */
  public ClientInterceptor clientInterceptor(String target) {
    return new ClientTelemetry(recording, target);
  }

  /**
   * Records each attempt of the calls of a client.
   *
   * @param target what the client calls, as metrics name it
   */
  public Function<CallHead, AttemptListener> attemptListeners(String target) {
    return head -> new AttemptRecorder(recording, head, target);
  }

  /**
   * Counts what the balancing policies of a client do: the metrics of gRFC A78, such as {@code
   * grpc.lb.pick_first.disconnections}. Without it they are off.
   *
   * @param target what the client calls, as metrics name it
   */
  public ChannelListener channelListener(String target) {
    return new ChannelRecorder(recording.policies, target);
  }

  /**
   * Records the calls of a server: should be its outermost interceptor. Methods that the server
   * does not have are {@code other}.
   */
  public ServerInterceptor serverInterceptor() {
    return new ServerTelemetry(recording);
  }
}
