package dev.toolkit.grpc.channel;

/**
 * Chooses a subchannel for one attempt of a call: a snapshot of what a balancer knows.
 *
 * <p>It is called on the channel's event loop for each attempt, must not block, and should not
 * allocate. What it throws fails the attempt INTERNAL with its message.
 */
@FunctionalInterface
public interface Picker {

  /** What is to become of an attempt. */
  PickResult pick(PickArgs args);

  /** A picker that says the same of every attempt. */
  static Picker of(PickResult result) {
    return args -> result;
  }
}
