package dev.toolkit.grpc.health;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.health.v1.HealthCheckRequest;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthListRequest;
import dev.toolkit.grpc.health.v1.HealthListResponse;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The health service on one server: its methods, and the watches that end with the server. */
final class HealthCalls implements dev.toolkit.grpc.health.v1.HealthService {

  private static final int MAX_LISTED = 100;

  private final Statuses statuses;
  private final Set<HealthWatcher> watchers = ConcurrentHashMap.newKeySet();
  private volatile boolean shutDown;

  HealthCalls(Statuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public Future<HealthCheckResponse> check(HealthCheckRequest request) {
    var status = status(request.getService());
    if (status == null) {
      throw Status.of(Code.NOT_FOUND, "unknown service " + request.getService()).asException();
    }
    return Future.succeededFuture(response(status));
  }

  @Override
  public Future<HealthListResponse> list(HealthListRequest request) {
    var services = statuses.services();
    if (services.size() > MAX_LISTED) {
      String message = services.size() + " services are known, limit is " + MAX_LISTED;
      throw Status.of(Code.RESOURCE_EXHAUSTED, message).asException();
    }
    var response = HealthListResponse.newBuilder();
    for (String service : services) {
      var status = status(service);
      if (status != null) {
        response.putStatuses(service, response(status));
      }
    }
    return Future.succeededFuture(response.build());
  }

  @Override
  public Future<Void> watch(
      HealthCheckRequest request, WriteStream<HealthCheckResponse> responses) {
    var watcher = new HealthWatcher(request.getService(), this, Vertx.currentContext(), responses);
    if (!statuses.add(watcher)) {
      String message = "more watches than the limit of " + statuses.maxWatches();
      throw Status.of(Code.RESOURCE_EXHAUSTED, message).asException();
    }
    watchers.add(watcher);
    ServerCall.current().onCancel(watcher::cancel);
    return watcher.start().onComplete(done -> forget(watcher));
  }

  /** Ends the watches, each with a last status; on any thread. */
  void shutdown() {
    shutDown = true;
    watchers.forEach(HealthWatcher::changed);
  }

  boolean isShutDown() {
    return shutDown;
  }

  /** The status as it is watched, in which a service may be unknown. */
  HealthCheckResponse.ServingStatus statusForWatch(String service) {
    var status = status(service);
    return status == null ? HealthCheckResponse.ServingStatus.SERVICE_UNKNOWN : status.wire();
  }

  private @Nullable ServingStatus status(String service) {
    var status = statuses.get(service);
    return status != null && shutDown ? ServingStatus.NOT_SERVING : status;
  }

  private void forget(HealthWatcher watcher) {
    watchers.remove(watcher);
    statuses.remove(watcher);
  }

  private static HealthCheckResponse response(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status.wire()).build();
  }
}
