package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.Address;
import io.vertx.core.net.AddressResolver;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.endpoint.EndpointBuilder;
import io.vertx.core.spi.endpoint.EndpointResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class VertxResolverTest {

  private static final Vertx VERTX = Vertx.vertx();

  private record Service(String name) implements Address {}

  private final FakeTimers timers = new FakeTimers();
  private final Listened listener = new Listened();
  private double random = 0.5;

  @AfterAll
  static void close() {
    VERTX.close();
  }

  private Resolver start(AddressResolver<Service> resolver) {
    var provider =
        new VertxResolverProvider<>(
            "service", resolver, VertxResolverTest::service, PullOptions.DEFAULT);
    Target target = ResolverRegistry.of(List.of(provider)).parse("service:///orders");
    RandomGenerator generator = () -> (long) (random * 0x1p53) << 11;
    Resolver made =
        provider.create(target, new ResolverContext(VERTX, timers, timers::nanoTime, generator));
    made.start(listener);
    return made;
  }

  private static Service service(Target target) {
    if (!target.endpoint().equals("orders")) {
      throw new IllegalArgumentException(target + " is no service");
    }
    return new Service(target.endpoint());
  }

  private static List<SocketAddress> servers(int... ports) {
    var servers = new ArrayList<SocketAddress>();
    for (int port : ports) {
      servers.add(SocketAddress.inetSocketAddress(port, "10.0.0.1"));
    }
    return servers;
  }

  @Test
  void theServersOfAMappingAreEndpoints() {
    start(AddressResolver.mappingResolver(service -> servers(1, 2)));

    assertEquals(List.of("resolved [10.0.0.1:1, 10.0.0.1:2]"), listener.lines);
  }

  @Test
  void theResolverIsAskedAgainAfterTheInterval() {
    var ports = new ArrayList<>(servers(1));
    start(AddressResolver.mappingResolver(service -> List.copyOf(ports)));
    ports.addAll(servers(2));

    timers.advance(Duration.ofMillis(4999));
    assertEquals(1, listener.lines.size());
    timers.advance(Duration.ofMillis(1));

    assertEquals("resolved [10.0.0.1:1, 10.0.0.1:2]", listener.lines.get(1));
  }

  @Test
  void theIntervalIsUpToAFifthShorterByChance() {
    random = 0;
    start(AddressResolver.mappingResolver(service -> servers(1)));

    timers.advance(Duration.ofMillis(3999));
    assertEquals(1, listener.lines.size());
    timers.advance(Duration.ofMillis(1));
    assertEquals(2, listener.lines.size());
  }

  @Test
  void aLostConnectionAsksAtOnceButNotMoreOftenThanTheGap() {
    Resolver resolver = start(AddressResolver.mappingResolver(service -> servers(1)));
    resolver.resolveNow();
    assertEquals(1, listener.lines.size());
    timers.advance(Duration.ofSeconds(1));
    assertEquals(2, listener.lines.size());

    timers.advance(Duration.ofSeconds(2));
    assertEquals(2, listener.lines.size());
    resolver.resolveNow();
    assertEquals(3, listener.lines.size());
  }

  @Test
  void noServersAreAFailureAndAreAskedForAgainWithBackoff() {
    var ports = new ArrayList<SocketAddress>();
    start(AddressResolver.mappingResolver(service -> List.copyOf(ports)));
    ports.addAll(servers(1));

    timers.advance(Duration.ofSeconds(1));

    assertEquals(
        List.of(
            "failed UNAVAILABLE: service:///orders: no server is known", "resolved [10.0.0.1:1]"),
        listener.lines);
  }

  @Test
  void aResolverThatThrowsIsAFailure() {
    start(AddressResolver.mappingResolver(VertxResolverTest::broken));

    assertEquals(List.of("failed UNAVAILABLE: broken mapping of orders"), listener.lines);
  }

  private static List<SocketAddress> broken(Service service) {
    throw new IllegalStateException("broken mapping of " + service.name());
  }

  @Test
  void aWrongTargetIsRefused() {
    var provider =
        new VertxResolverProvider<Service>(
            "service",
            AddressResolver.mappingResolver(service -> servers(1)),
            VertxResolverTest::service,
            PullOptions.DEFAULT);
    ResolverRegistry registry = ResolverRegistry.of(List.of(provider));

    var failure =
        assertThrows(IllegalArgumentException.class, () -> registry.parse("service:///x"));

    assertEquals("service:///x is no service", failure.getMessage());
  }

  @Test
  void anAnswerIsKeptWhileItIsValidThenRefreshedOrAskedForAnew() {
    var scripted = new Scripted();
    start(vertx -> scripted);
    scripted.answers.get(0).complete("first");

    timers.advance(Duration.ofSeconds(5));
    assertEquals(List.of("resolve orders"), scripted.log);

    scripted.valid = false;
    scripted.refreshing = true;
    timers.advance(Duration.ofSeconds(5));
    assertEquals(List.of("resolve orders", "refresh first"), scripted.log);

    scripted.refreshing = false;
    timers.advance(Duration.ofSeconds(5));
    assertEquals(
        List.of("resolve orders", "refresh first", "dispose first+", "resolve orders"),
        scripted.log);
  }

  @Test
  void closingGivesTheAnswerBackAndClosesTheResolver() {
    var scripted = new Scripted();
    Resolver resolver = start(vertx -> scripted);
    scripted.answers.get(0).complete("first");

    resolver.close();

    assertEquals(List.of("resolve orders", "dispose first", "close"), scripted.log);
    assertEquals(0, timers.pending());
  }

  @Test
  void anAnswerAfterTheEndIsGivenBack() {
    var scripted = new Scripted();
    Resolver resolver = start(vertx -> scripted);
    resolver.close();

    scripted.answers.get(0).complete("late");

    assertEquals(List.of("resolve orders", "close", "dispose late"), scripted.log);
    assertEquals(List.of(), listener.lines);
  }

  @Test
  void theOptionsAreChecked() {
    assertEquals(Duration.ofMillis(10), PullOptions.every(Duration.ofMillis(10)).minGap());
    assertEquals(Duration.ofSeconds(1), PullOptions.every(Duration.ofMinutes(1)).minGap());
    assertThrows(IllegalArgumentException.class, () -> PullOptions.every(Duration.ZERO));
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new PullOptions(
                    Duration.ofSeconds(1), 1.1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertTrue(failure.getMessage().contains("jitter must be from 0 to 1, is 1.1"));
  }

  /** A resolver whose answers a test gives, and that writes down what it is asked. */
  private static final class Scripted
      implements EndpointResolver<Service, SocketAddress, String, Object> {

    private final List<String> log = new ArrayList<>();
    private final List<Promise<String>> answers = new ArrayList<>();
    private Object endpoint = List.of();
    private boolean valid = true;
    private boolean refreshing;

    @Override
    public Service tryCast(Address address) {
      return (Service) address;
    }

    @Override
    public SocketAddress addressOf(SocketAddress server) {
      return server;
    }

    @Override
    public Future<String> resolve(Service address, EndpointBuilder<Object, SocketAddress> builder) {
      log.add("resolve " + address.name());
      endpoint = builder.addServer(servers(1).get(0)).build();
      Promise<String> promise = Promise.promise();
      answers.add(promise);
      return promise.future();
    }

    @Override
    public Object endpoint(String state) {
      return endpoint;
    }

    @Override
    public boolean isValid(String state) {
      return valid;
    }

    @Override
    public Future<String> refresh(Service address, String state) {
      if (!refreshing) {
        return null;
      }
      log.add("refresh " + state);
      return Future.succeededFuture(state + "+");
    }

    @Override
    public void dispose(String state) {
      log.add("dispose " + state);
    }

    @Override
    public void close() {
      log.add("close");
    }
  }
}
