package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Resolution;
import io.vertx.core.Future;

/** One way to ask what a target means. Used on one context only. */
interface Lookup {

  /** Asks; a failure says what was asked, and why there is no answer. */
  Future<Resolution> resolve();

  /** Gives up what is under way, and leaves nothing open. */
  void close();
}
