package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** What outlier_detection knows of an endpoint: how its calls ended, and whether it is ejected. */
final class OutlierEndpoint implements AttemptTracker {

  private final List<OutlierSubchannel> subchannels = new ArrayList<>(1);
  private Endpoint endpoint;
  private long successes;
  private long failures;
  private long lastSuccesses;
  private long lastFailures;
  private boolean ejected;
  private long ejectedSince;
  private int multiplier;

  OutlierEndpoint(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Takes a newer form of the endpoint. */
  void endpoint(Endpoint newer) {
    endpoint = newer;
  }

  void add(OutlierSubchannel subchannel) {
    subchannels.add(subchannel);
  }

  void remove(OutlierSubchannel subchannel) {
    subchannels.remove(subchannel);
  }

  @Override
  public void ended(Frame.Trailers trailers) {
    if (trailers.status().isOk()) {
      successes++;
    } else {
      failures++;
    }
  }

  /** Ends an interval: what was counted in it is looked at, and counting begins anew. */
  void endInterval() {
    lastSuccesses = successes;
    lastFailures = failures;
    forgetCalls();
  }

  /** Counts from nothing. */
  void forgetCalls() {
    successes = 0;
    failures = 0;
  }

  /** How many calls ended in the last interval. */
  long volume() {
    return lastSuccesses + lastFailures;
  }

  /** How much of the calls of the last interval succeeded, from 0 to 1. */
  double successRate() {
    return (double) lastSuccesses / volume();
  }

  /** How many of 100 calls of the last interval failed. */
  double failurePercentage() {
    return 100.0 * lastFailures / volume();
  }

  boolean isEjected() {
    return ejected;
  }

  /** When it was ejected. */
  long ejectedSince() {
    return ejectedSince;
  }

  /** For which time it is ejected, those that are long ago forgotten. */
  int multiplier() {
    return multiplier;
  }

  /** Forgets one of the times that it was ejected. */
  void lessen() {
    multiplier = Math.max(0, multiplier - 1);
  }

  /** Forgets how often it was ejected. */
  void forgive() {
    multiplier = 0;
  }

  /** Takes it out of the choice. */
  void eject(long now) {
    ejected = true;
    ejectedSince = now;
    multiplier++;
    tell();
  }

  /** Takes it back. */
  void uneject() {
    ejected = false;
    tell();
  }

  private void tell() {
    List.copyOf(subchannels).forEach(OutlierSubchannel::ejectionChanged);
  }
}
