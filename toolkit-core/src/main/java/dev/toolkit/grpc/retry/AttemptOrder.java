package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Attributes;

/**
 * Which of the attempts of a call one is.
 *
 * @param previous how many attempts were begun before, without those that were sent again because
 *     the peer can't have seen them; see gRFC A6, "Exposed Retry Metadata"
 * @param transparent whether it is one that is sent again because the peer can't have seen it
 */
public record AttemptOrder(int previous, boolean transparent) {

  /**
   * The key, among the attributes of the head of an attempt; a first attempt that is not sent again
   * has none.
   */
  public static final Attributes.Key<AttemptOrder> KEY = new Attributes.Key<>("attempt-order");

  /** A first attempt. */
  static final AttemptOrder FIRST = new AttemptOrder(0, false);
}
