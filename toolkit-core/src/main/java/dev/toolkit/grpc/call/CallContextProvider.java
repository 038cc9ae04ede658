package dev.toolkit.grpc.call;

import io.vertx.core.Context;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import org.jspecify.annotations.Nullable;

/**
 * Registers the place of the {@link CallContext} in every Vert.x context. Vert.x loads it before it
 * makes a {@code Vertx}; it is of no use to anybody else.
 */
public final class CallContextProvider implements VertxServiceProvider {

  private static final ContextLocal<CallContext> CALL =
      ContextLocal.registerLocal(CallContext.class);

  @Override
  public void init(VertxBootstrap bootstrap) {
    // Loading this class has registered the local.
  }

  static @Nullable CallContext get(Context context) {
    try {
      return context.getLocal(CALL, AccessMode.CONCURRENT);
    } catch (IllegalArgumentException e) {
      throw notRegistered(e);
    }
  }

  static void put(Context context, CallContext call) {
    try {
      context.putLocal(CALL, AccessMode.CONCURRENT, call);
    } catch (IllegalArgumentException e) {
      throw notRegistered(e);
    }
  }

  private static IllegalStateException notRegistered(IllegalArgumentException cause) {
    return new IllegalStateException(
        "the call context was not registered before this Vertx was created: the class path must"
            + " hold META-INF/services/io.vertx.core.spi.VertxServiceProvider with a line "
            + CallContextProvider.class.getName()
            + " (a fat jar must merge the service files of its parts)",
        cause);
  }
}
