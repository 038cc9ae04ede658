package dev.toolkit.grpc.health;

import dev.toolkit.grpc.server.BindableService;
import dev.toolkit.grpc.server.ServiceDefinition;

/**
 * The service {@code grpc.health.v1.Health}: tells clients, load balancers and orchestrators which
 * services of a server want calls.
 *
 * <p>It starts with the server as a whole, whose name is empty, as SERVING, and knows nothing else.
 * A server that it is added to says NOT_SERVING of all that is known as soon as it begins to shut
 * down, and ends the watches, which would hold the shutdown up otherwise.
 *
 * <p>One may be added to several servers. All methods can be called on any thread; they do not
 * block. See gRFC A17 and A90, and docs/health.md.
 */
public final class HealthService implements BindableService {

  /** How many watches may be open when nothing else is said. */
  public static final int DEFAULT_MAX_WATCHES = 10_000;

  private final Statuses statuses;

  private HealthService(Statuses statuses) {
    this.statuses = statuses;
  }

  /** A service with at most {@value #DEFAULT_MAX_WATCHES} watches. */
  public static HealthService create() {
    return create(DEFAULT_MAX_WATCHES);
  }

  /**
   * A service with a limit.
   *
   * @param maxWatches how many watches may be open at once; one more fails RESOURCE_EXHAUSTED
   * @throws IllegalArgumentException if the limit is not above 0
   */
  public static HealthService create(int maxWatches) {
    if (maxWatches <= 0) {
      throw new IllegalArgumentException("maxWatches is " + maxWatches + ", it must be > 0");
    }
    return new HealthService(new Statuses(maxWatches).set("", ServingStatus.SERVING));
  }

  /**
   * Says how a service is, and tells those who watch it if that is new. They may miss a status that
   * did not last, never the last one.
   *
   * @param service the full name of the service, empty for the server as a whole
   */
  public HealthService setStatus(String service, ServingStatus status) {
    statuses.set(service, status);
    return this;
  }

  /** Forgets a service: it is unknown from now on. */
  public HealthService clear(String service) {
    statuses.clear(service);
    return this;
  }

  /**
   * Says NOT_SERVING of all services for good, whatever is set later. Clients go elsewhere while
   * the calls under way go on; shut the server down some time after.
   */
  public void enterTerminalState() {
    statuses.enterTerminalState();
  }

  @Override
  public ServiceDefinition bind() {
    var calls = new HealthCalls(statuses);
    return calls.bind().withShutdownHandler(calls::shutdown);
  }
}
