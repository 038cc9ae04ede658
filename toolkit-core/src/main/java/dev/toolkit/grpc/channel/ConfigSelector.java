package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.config.MethodConfig;

/**
 * Chooses the config of each call, once, before its first attempt; called on the channel's event
 * loop. See gRFC A31.
 */
@FunctionalInterface
public interface ConfigSelector {

  /**
   * The key, among the attributes of a {@link Resolution}, of the selector that takes the place of
   * the service config's methods.
   */
  Attributes.Key<ConfigSelector> KEY = new Attributes.Key<>("config-selector");

  /**
   * The config of a call.
   *
   * @throws dev.toolkit.grpc.StatusException to fail the call
   */
  MethodConfig select(CallHead head);

  /** The head that a call goes on with, such as one with attributes for a balancer. */
  default CallHead prepare(CallHead head) {
    return head;
  }
}
