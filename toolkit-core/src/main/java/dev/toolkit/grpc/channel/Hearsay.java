package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.EndpointFinding.Aspect;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a channel shares with the others of its client, and what it makes of theirs.
 *
 * <p>Hearsay never excludes: an endpoint of which others have said that it is not well is only
 * picked after the others, for as long as they say so, for 10 s at most after they said it, and
 * until the channel has connected to it itself. No more than half of the addresses stand back in
 * this way. Runs on the channel's event loop.
 */
final class Hearsay {

  private static final long BELIEVED_NANOS = Duration.ofSeconds(10).toNanos();

  private final ChannelCore core;
  private final Map<SocketAddress, Map<Aspect, Long>> heardAt = new HashMap<>();
  private EndpointEvidence.@Nullable Member member;

  Hearsay(ChannelCore core) {
    this.core = core;
  }

  /** Begins to share. */
  void join() {
    member = core.setup.evidence().join(core.context, this::heard);
  }

  /** Shares nothing more, and forgets what was said. */
  void leave() {
    if (member != null) {
      member.leave();
      member = null;
    }
    heardAt.clear();
  }

  /** Shares what an event says of an endpoint. */
  void found(ChannelEvent event) {
    if (event instanceof ChannelEvent.SubchannelChanged changed) {
      changed(changed);
    } else if (event instanceof ChannelEvent.HealthChanged health) {
      found(new EndpointFinding(health.address(), Aspect.HEALTH, health.status()));
    } else if (event instanceof ChannelEvent.EjectionChanged ejection) {
      Status status =
          ejection.ejected()
              ? Status.of(Code.UNAVAILABLE, "ejected: " + ejection.reason())
              : Status.OK;
      for (SocketAddress address : ejection.endpoint().addresses()) {
        found(new EndpointFinding(address, Aspect.ANSWERS, status));
      }
    }
  }

  private void changed(ChannelEvent.SubchannelChanged changed) {
    boolean ready = changed.to() == ConnectivityState.READY;
    if (ready || !changed.reason().isOk()) {
      Status status = ready ? Status.OK : changed.reason();
      found(new EndpointFinding(changed.address(), Aspect.CONNECTION, status));
    }
  }

  /** Shares what the channel has found out by itself. */
  private void found(EndpointFinding finding) {
    if (finding.isWell()) {
      forget(finding);
    }
    if (member != null) {
      member.publish(finding);
    }
  }

  /** Whether an endpoint is to be picked only after the others. */
  boolean standsBack(Subchannel subchannel) {
    return !heardAt.isEmpty() && believed(subchannel.address());
  }

  private boolean believed(SocketAddress address) {
    Map<Aspect, Long> standings = heardAt.get(address);
    if (standings == null) {
      return false;
    }
    long now = core.means.nanoTime().getAsLong();
    standings.values().removeIf(at -> now - at >= BELIEVED_NANOS);
    if (standings.isEmpty()) {
      heardAt.remove(address);
      return false;
    }
    return true;
  }

  private void heard(EndpointFinding finding) {
    if (member == null) {
      return;
    }
    if (finding.isWell()) {
      forget(finding);
    } else if (mayStandBack(finding.address())) {
      heardAt
          .computeIfAbsent(finding.address(), address -> new EnumMap<>(Aspect.class))
          .put(finding.aspect(), core.means.nanoTime().getAsLong());
    }
  }

  /** Never so many that less than half are in front; only what the channel calls counts. */
  private boolean mayStandBack(SocketAddress address) {
    if (heardAt.containsKey(address)) {
      return true;
    }
    Set<SocketAddress> addresses = new HashSet<>();
    core.subchannels().forEach(subchannel -> addresses.add(subchannel.address()));
    heardAt.keySet().removeIf(known -> !addresses.contains(known));
    return addresses.contains(address) && 2 * (heardAt.size() + 1) <= addresses.size();
  }

  private void forget(EndpointFinding finding) {
    Map<Aspect, Long> standings = heardAt.get(finding.address());
    if (standings != null) {
      standings.remove(finding.aspect());
      if (standings.isEmpty()) {
        heardAt.remove(finding.address());
      }
    }
  }
}
