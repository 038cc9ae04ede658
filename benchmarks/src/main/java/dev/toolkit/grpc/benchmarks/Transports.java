package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import io.vertx.core.VertxOptions;

/** The transports of Netty below Vert.x. */
final class Transports {

  private Transports() {}

  /** Chooses by {@code --transport}: epoll where there is one, unless it says nio. */
  static VertxOptions choose(VertxOptions options, Flags flags) {
    String transport = flags.text("transport", "epoll");
    if (!transport.equals("epoll") && !transport.equals("nio")) {
      throw new IllegalArgumentException("--transport is " + transport + ", expected epoll or nio");
    }
    return options.setPreferNativeTransport(transport.equals("epoll"));
  }
}
