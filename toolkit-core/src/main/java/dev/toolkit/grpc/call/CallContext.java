package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Status;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The call that is being served on the current Vert.x context.
 *
 * <p>It lives in the call's duplicated context, so it is found by whatever runs for the call: its
 * handler, timers that the handler sets, callbacks of other Vert.x clients. Calls made there
 * inherit the deadline and end with it, unless {@link CallOptions#inherit} says otherwise.
 */
public interface CallContext {

  /** The call of the current context, or null if none is being served on it. */
  static @Nullable CallContext current() {
    Context context = Vertx.currentContext();
    return context == null ? null : CallContextProvider.get(context);
  }

  /** Makes a call that of a context, which must be a duplicated one. */
  static void put(Context context, CallContext call) {
    CallContextProvider.put(context, call);
  }

  /** How the call began. */
  CallHead head();

  /**
   * Calls a handler when the call is cancelled, by its client, its deadline or its connection; at
   * once if it is already.
   *
   * @return ends the interest in it
   */
  Runnable onCancel(Handler<Status> handler);
}
