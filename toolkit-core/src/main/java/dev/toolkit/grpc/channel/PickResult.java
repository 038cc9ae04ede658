package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import org.jspecify.annotations.Nullable;

/** What a picker says of an attempt; immutable, so that one result serves many attempts. */
public sealed interface PickResult {

  /** The attempt waits for the next picker. */
  PickResult QUEUE = new Queue();

  /** An attempt on a subchannel, of whose end nobody wants to hear. */
  static PickResult to(Subchannel subchannel) {
    return new To(subchannel, Metadata.EMPTY, null);
  }

  /** An attempt on a subchannel, of whose end a tracker hears. */
  static PickResult to(Subchannel subchannel, AttemptTracker tracker) {
    return new To(subchannel, Metadata.EMPTY, tracker);
  }

  /** The failure of attempts that don't wait for ready; the others wait for the next picker. */
  static PickResult fail(Status status) {
    return new Fail(status);
  }

  /** The failure of all attempts, those that wait for ready as well; never retried. */
  static PickResult drop(Status status) {
    return new Drop(status);
  }

  /**
   * The attempt runs on a subchannel; if this is not READY any more, it waits for the next picker.
   *
   * @param subchannel where to
   * @param metadata what is added to the metadata of the attempt
   * @param tracker hears of the attempt, null for nobody
   */
  record To(Subchannel subchannel, Metadata metadata, @Nullable AttemptTracker tracker)
      implements PickResult {}

  /** See {@link #QUEUE}. */
  record Queue() implements PickResult {}

  /** See {@link #fail}. */
  record Fail(Status status) implements PickResult {}

  /** See {@link #drop}. */
  record Drop(Status status) implements PickResult {}
}
