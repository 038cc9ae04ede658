package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The channels of a client: one for each event loop that makes calls, made when it first does.
 *
 * <p>A call from a context of an event loop runs on the channel of this loop and never leaves the
 * thread. A call from any other context runs on the channel of the context's loop, and its frames
 * hop both ways. Safe for use by any thread.
 */
final class EventLoops {

  private record Loop(ContextInternal context, Channel channel, CallInvoker invoker) {}

  private final VertxInternal vertx;
  private final Function<Context, Channel> channels;
  private final List<ClientInterceptor> interceptors;
  private final ConcurrentMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final EventLoop strangers;

  EventLoops(
      VertxInternal vertx,
      Function<Context, Channel> channels,
      List<ClientInterceptor> interceptors) {
    this.vertx = vertx;
    this.channels = channels;
    this.interceptors = interceptors;
    this.strangers = vertx.createEventLoopContext().nettyEventLoop();
  }

  /** The context that a call made here and now belongs to: the current one, or one of its own. */
  ContextInternal contextOfCall() {
    ContextInternal current = ContextInternal.current();
    return current != null ? current : vertx.getOrCreateContext();
  }

  /** What makes the calls that belong to a context: its interceptors around its channel. */
  CallInvoker invoker(ContextInternal context) {
    boolean ours = context.owner() == vertx;
    Loop loop = loopOf(context);
    return ours && context.isEventLoopContext()
        ? loop.invoker
        : intercepted(new HoppingInvoker(context, loop.context, loop.channel));
  }

  /** The state of the channel that calls made here and now run on. */
  LoopState state() {
    ContextInternal context = contextOfCall();
    Loop loop = loopOf(context);
    return new LoopState(context, loop.context, loop.channel);
  }

  /** Ends the backoffs of all channels. */
  void resetConnectBackoff() {
    loops.values().forEach(loop -> loop.context.emit(v -> loop.channel.resetConnectBackoff()));
  }

  /** Shuts all channels down. */
  Future<Void> shutdown(Duration grace) {
    var ends = new ArrayList<Future<Void>>();
    for (Loop loop : loops.values()) {
      var end = loop.context.<Void>promise();
      loop.context.execute(() -> loop.channel.shutdown(grace).onComplete(end));
      ends.add(end.future());
    }
    return Future.join(ends).mapEmpty();
  }

  private Loop loopOf(ContextInternal context) {
    EventLoop eventLoop = context.owner() == vertx ? context.nettyEventLoop() : strangers;
    Loop loop = loops.get(eventLoop);
    return loop != null ? loop : loops.computeIfAbsent(eventLoop, this::newLoop);
  }

  private Loop newLoop(EventLoop eventLoop) {
    ContextInternal context = vertx.contextBuilder().withEventLoop(eventLoop).build();
    Channel channel = channels.apply(context);
    return new Loop(context, channel, intercepted(channel));
  }

  private CallInvoker intercepted(CallInvoker invoker) {
    CallInvoker outermost = invoker;
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      ClientInterceptor interceptor = interceptors.get(i);
      CallInvoker next = outermost;
      outermost = head -> interceptor.intercept(head, next);
    }
    return outermost;
  }
}
