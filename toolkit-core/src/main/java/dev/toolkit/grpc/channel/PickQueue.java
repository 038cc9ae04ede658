package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The picker of a channel, and the attempts that wait for another one. */
final class PickQueue {

  /** How often it is picked again for an endpoint that is to be picked after the others. */
  private static final int FURTHER_PICKS = 16;

  private final ChannelCore core;
  private final Hearsay hearsay;
  private final Set<WaitingAttempt> waiting = new LinkedHashSet<>();
  private Picker picker = Picker.of(PickResult.QUEUE);

  PickQueue(ChannelCore core, Hearsay hearsay) {
    this.core = core;
    this.hearsay = hearsay;
  }

  /** Picks by another picker from now on, also for those that wait. */
  void use(Picker next) {
    picker = next;
    if (!waiting.isEmpty()) {
      core.serial.run(this::pickAgain);
    }
  }

  /** Picks again for attempts that waited elsewhere. */
  void addAll(Collection<WaitingAttempt> attempts) {
    attempts.forEach(this::decide);
  }

  /** Begins an attempt of a call, at once if it can be. */
  GrpcStream begin(ChannelCall call, CallHead head) {
    PickResult result = pick(call);
    if (result instanceof PickResult.To to) {
      return begin(call, head, to);
    }
    var attempt = new WaitingAttempt(call, head);
    decide(attempt, result);
    return attempt;
  }

  /** Begins an attempt for which a subchannel was picked before, at once if it can be. */
  GrpcStream begin(ChannelCall call, CallHead head, PickResult.To pick) {
    if (pick.subchannel() instanceof SubchannelImpl subchannel && subchannel.isReady()) {
      Connection connection = subchannel.withRoom();
      if (connection != null) {
        return call.run(head, pick, connection);
      }
    }
    var attempt = new WaitingAttempt(call, head);
    send(attempt, pick);
    return attempt;
  }

  private void pickAgain() {
    List.copyOf(waiting).forEach(this::decide);
  }

  private void decide(WaitingAttempt attempt) {
    if (attempt.isWaiting()) {
      decide(attempt, pick(attempt));
    }
  }

  private void decide(WaitingAttempt attempt, PickResult result) {
    if (result instanceof PickResult.To to) {
      send(attempt, to);
    } else if (result instanceof PickResult.Drop drop) {
      attempt.fail(Frame.Trailers.local(ControlPlane.legal(drop.status()), Frame.Progress.DROPPED));
    } else if (result instanceof PickResult.Fail fail && !attempt.waitsForReady()) {
      attempt.fail(Frame.Trailers.local(named(fail.status()), Frame.Progress.NOT_SENT));
    } else {
      await(attempt, waiting);
    }
  }

  private void await(WaitingAttempt attempt, Set<WaitingAttempt> queue) {
    int max = core.setup.options().maxQueuedCalls();
    if (!attempt.isQueued() && core.waitingCalls() >= max) {
      attempt.fail(Frame.Trailers.local(core.queueFull(), Frame.Progress.NOT_SENT));
    } else {
      attempt.waitIn(queue);
    }
  }

  private void send(WaitingAttempt attempt, PickResult.To to) {
    if (!(to.subchannel() instanceof SubchannelImpl subchannel)) {
      Status status =
          Status.of(Code.INTERNAL, "a picker chose a subchannel that is not its channel's");
      attempt.fail(Frame.Trailers.local(status, Frame.Progress.DROPPED));
    } else if (!subchannel.isReady()) {
      await(attempt, waiting);
    } else {
      Connection connection = subchannel.withRoom();
      if (connection != null) {
        attempt.run(to, connection);
      } else {
        attempt.choose(to);
        await(attempt, subchannel.waiting());
      }
    }
  }

  private PickResult pick(PickArgs args) {
    try {
      PickResult first = picker.pick(args);
      return standsBack(first) ? orElse(first, args) : first;
    } catch (RuntimeException | Error e) { // a picker is anybody's code
      Status status =
          Status.of(Code.INTERNAL, "the picker of " + core.setup.target() + " failed: " + e);
      return PickResult.drop(status.withCause(e));
    }
  }

  /**
   * The first one whose endpoint is well, if the picker knows one; else what was picked at first.
   */
  private PickResult orElse(PickResult first, PickArgs args) {
    for (int i = 0; i < FURTHER_PICKS; i++) {
      PickResult further = picker.pick(args);
      if (further instanceof PickResult.To to
          && to.subchannel().state().connectivity() == ConnectivityState.READY
          && !hearsay.standsBack(to.subchannel())) {
        return further;
      }
    }
    return first;
  }

  private boolean standsBack(PickResult result) {
    return result instanceof PickResult.To to && hearsay.standsBack(to.subchannel());
  }

  private Status named(Status status) {
    Status legal = ControlPlane.legal(status);
    return legal.withMessage(core.setup.target() + ": " + legal.message());
  }
}
