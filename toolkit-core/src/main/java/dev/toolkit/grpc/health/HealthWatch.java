package dev.toolkit.grpc.health;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Health;
import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.client.Subscription;
import dev.toolkit.grpc.health.v1.HealthCheckRequest;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthGrpc;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the health of services by {@code grpc.health.v1.Health/Watch}, as gRFC A17 says it.
 *
 * <p>A service is healthy while the server says SERVING, and for good where the server has no
 * health service. Any other answer is not healthy, and so is a watch that ends; it is begun again
 * as {@link Subscription} says.
 */
public final class HealthWatch implements HealthChecker {

  private final Timers timers;
  private final LongSupplier nanoClock;
  private final DoubleSupplier random;

  /** Watches with the timers of a Vert.x. */
  public HealthWatch(Vertx vertx) {
    this(Timers.of(vertx), System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Watches with timers of the caller.
   *
   * @param timers sets timers on the current context
   * @param nanoClock a clock in nanoseconds
   * @param random numbers from 0 to 1
   */
  public HealthWatch(Timers timers, LongSupplier nanoClock, DoubleSupplier random) {
    this.timers = timers;
    this.nanoClock = nanoClock;
    this.random = random;
  }

  @Override
  public Runnable watch(CallInvoker connection, String service, Handler<Health> listener) {
    var request = HealthCheckRequest.newBuilder().setService(service).build();
    return new Subscription<>(HealthGrpc.WATCH, request, timers, nanoClock, random)
        .start(connection, new Watched(service, listener));
  }

  /** Turns what the calls say into states. */
  private static final class Watched implements Subscription.Listener<HealthCheckResponse> {

    private final String service;
    private final Handler<Health> listener;
    private @Nullable Health last;

    Watched(String service, Handler<Health> listener) {
      this.service = service;
      this.listener = listener;
    }

    @Override
    public void calling() {
      tell(Health.CHECKING);
    }

    @Override
    public void received(HealthCheckResponse response) {
      var status = response.getStatus();
      tell(
          status == HealthCheckResponse.ServingStatus.SERVING
              ? Health.SERVING
              : Health.notServing("the server says that " + name() + " is " + status));
    }

    @Override
    public void ended(Status status) {
      tell(
          status.code() == Code.UNIMPLEMENTED
              ? Health.notChecked(status)
              : Health.notServing("the health check of " + name() + " ended: " + status));
    }

    private String name() {
      return service.isEmpty() ? "it" : service;
    }

    private void tell(Health health) {
      if (!health.equals(last)) {
        last = health;
        listener.handle(health);
      }
    }
  }
}
