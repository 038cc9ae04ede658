package dev.toolkit.grpc.health;

import dev.toolkit.grpc.health.v1.HealthCheckResponse;

/** What a server says of one of its services. */
public enum ServingStatus {
  /** It can't say. */
  UNKNOWN(HealthCheckResponse.ServingStatus.UNKNOWN),
  /** The service takes calls. */
  SERVING(HealthCheckResponse.ServingStatus.SERVING),
  /** The service wants no calls now. */
  NOT_SERVING(HealthCheckResponse.ServingStatus.NOT_SERVING);

  private final HealthCheckResponse.ServingStatus wire;

  ServingStatus(HealthCheckResponse.ServingStatus wire) {
    this.wire = wire;
  }

  HealthCheckResponse.ServingStatus wire() {
    return wire;
  }
}
