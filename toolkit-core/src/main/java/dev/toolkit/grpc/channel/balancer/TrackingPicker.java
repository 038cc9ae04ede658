package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import org.jspecify.annotations.Nullable;

/**
 * A picker that lets one more tracker hear of its attempts. Where the picker inside gives the same
 * result again and again, so does this one, and allocates nothing.
 */
final class TrackingPicker implements Picker {

  private final Picker picker;
  private final AttemptTracker tracker;
  private PickResult.@Nullable To seen;
  private PickResult tracked = PickResult.QUEUE;

  TrackingPicker(Picker picker, AttemptTracker tracker) {
    this.picker = picker;
    this.tracker = tracker;
  }

  @Override
  public PickResult pick(PickArgs args) {
    PickResult result = picker.pick(args);
    if (!(result instanceof PickResult.To to)) {
      return result;
    }
    if (to != seen) {
      seen = to;
      tracked = new PickResult.To(to.subchannel(), to.metadata(), both(to.tracker(), tracker));
    }
    return tracked;
  }

  /** A tracker that tells two; the first one may be nobody. */
  static AttemptTracker both(@Nullable AttemptTracker first, AttemptTracker second) {
    return first == null ? second : new Both(first, second);
  }

  private record Both(AttemptTracker first, AttemptTracker second) implements AttemptTracker {

    @Override
    public void started() {
      first.started();
      second.started();
    }

    @Override
    public void ended(Frame.Trailers trailers) {
      first.ended(trailers);
      second.ended(trailers);
    }
  }
}
