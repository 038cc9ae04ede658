package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.channel.Resolution;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names are looked up at a scripted DNS server, as the options of the Vertx say. */
class DnsResolverIT {

  private final Vertx servers = Vertx.vertx();
  private ScriptedDnsServer dns;
  private Vertx vertx;
  private Context context;

  @BeforeEach
  void start() throws Exception {
    dns = await(ScriptedDnsServer.listen(servers));
    use(new AddressResolverOptions());
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    await(servers.close());
  }

  /** Begins with a Vertx of these options, whose server is the scripted one. */
  private void use(AddressResolverOptions options) throws Exception {
    if (vertx != null) {
      await(vertx.close());
    }
    options.addServer(dns.address()).setQueryTimeout(500);
    if (options.getHostsValue() == null && options.getHostsPath() == null) {
      options.setHostsValue(Buffer.buffer("127.0.0.1 other\n"));
    }
    vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(options));
    context = vertx.getOrCreateContext();
  }

  private Resolution resolve(String text) throws Exception {
    return await(resolution(text));
  }

  private String failure(String text) throws Exception {
    return Status.of(await(resolution(text).transform(r -> Future.succeededFuture(r.cause()))))
        .message();
  }

  private Future<Resolution> resolution(String text) {
    Promise<Resolution> promise = Promise.promise();
    var provider = new DnsResolverProvider(new DnsOptions().setTimeout(Duration.ofSeconds(5)));
    Target target = ResolverRegistry.of(List.of(provider)).parse(text);
    context.runOnContext(
        ignored -> {
          Resolver resolver =
              provider.create(
                  target,
                  new ResolverContext(vertx, Timers.of(vertx), System::nanoTime, new Random(1)));
          resolver.start(completing(promise));
          promise.future().onComplete(done -> resolver.close());
        });
    return promise.future();
  }

  private Resolver.Listener completing(Promise<Resolution> promise) {
    return new Resolver.Listener() {
      @Override
      public Status resolved(Resolution resolution) {
        assertEquals(context, Vertx.currentContext());
        promise.complete(resolution);
        return Status.OK;
      }

      @Override
      public void failed(Status failure) {
        promise.fail(failure.asException());
      }
    };
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void allRecordsOfBothFamiliesAreEndpoints() throws Exception {
    dns.address("orders.example", "10.0.0.1", "10.0.0.2", "2001:db8::1");

    Resolution resolution = resolve("dns:///orders.example:50051");

    assertEquals(
        Set.of("10.0.0.1:50051", "10.0.0.2:50051", "2001:db8::1:50051"),
        Set.copyOf(Listened.addresses(resolution)));
    assertEquals(
        Set.of("A orders.example", "AAAA orders.example", "TXT _grpc_config.orders.example"),
        Set.copyOf(dns.questions));
  }

  @Test
  void oneFamilyIsEnough() throws Exception {
    dns.address("six.example", "2001:db8::1").address("four.example", "10.0.0.1");

    assertEquals(List.of("2001:db8::1:443"), Listened.addresses(resolve("six.example")));
    assertEquals(List.of("10.0.0.1:443"), Listened.addresses(resolve("four.example")));
  }

  @Test
  void anAliasIsFollowed() throws Exception {
    dns.alias("orders.example", "real.example").address("real.example", "10.0.0.3", "::3");

    assertEquals(
        Set.of("10.0.0.3:1", "::3:1"), Set.copyOf(Listened.addresses(resolve("orders.example:1"))));
  }

  @Test
  void aServiceConfigIsReadFromTextInPieces() throws Exception {
    dns.address("orders.example", "10.0.0.1")
        .text("_grpc_config.orders.example", "v=spf1 -all")
        .text(
            "_grpc_config.orders.example",
            "grpc_config=[{\"clientLanguage\":[\"go\"],\"serviceConfig\":{}},",
            "{\"serviceConfig\":{\"methodConfig\":[]}}]");

    assertEquals("{\"methodConfig\":[]}", resolve("orders.example:1").serviceConfig());
  }

  @Test
  void aTextQueryThatIsNotAnsweredDoesNotFailTheLookUp() throws Exception {
    dns.address("orders.example", "10.0.0.1").code("_grpc_config.orders.example", -1);

    assertEquals(List.of("10.0.0.1:1"), Listened.addresses(resolve("orders.example:1")));
  }

  @Test
  void thatThereIsNoTextIsAnAnswerAndThatAServerFailsIsNone() throws Exception {
    dns.address("plain.example", "10.0.0.1").code("broken.example", 2);
    DnsQueries queries = DnsServers.queries(vertx, null);

    assertEquals(List.of(), await(texts(queries, "nobody.example")));
    assertEquals(List.of(), await(texts(queries, "plain.example")));
    Boolean failed =
        await(texts(queries, "broken.example").transform(r -> Future.succeededFuture(r.failed())));
    assertEquals(true, failed);
    context.runOnContext(ignored -> queries.close());
  }

  private Future<List<String>> texts(DnsQueries queries, String name) {
    Promise<List<String>> promise = Promise.promise();
    context.runOnContext(ignored -> queries.texts(name).onComplete(promise));
    return promise.future();
  }

  @Test
  void nothingIsKeptBetweenTwoLookUps() throws Exception {
    dns.address("orders.example", "10.0.0.1");
    resolve("orders.example:1");

    dns.forget("orders.example").address("orders.example", "10.0.0.2");

    assertEquals(List.of("10.0.0.2:1"), Listened.addresses(resolve("orders.example:1")));
  }

  @Test
  void aNameThatDoesNotExistIsAFailureThatSaysSo() throws Exception {
    String message = failure("nobody.example:1");

    assertTrue(message.startsWith("dns name nobody.example could not be resolved:"), message);
    assertTrue(message.endsWith("a DNS server answered NXDomain(3)"), message);
  }

  @Test
  void aNameWithoutAddressesIsAFailureThatSaysSo() throws Exception {
    dns.text("orders.example", "something else");

    assertEquals(
        "dns name orders.example could not be resolved: it has neither A nor AAAA records",
        failure("orders.example:1"));
  }

  @Test
  void aServerThatFailsIsAFailureThatSaysSo() throws Exception {
    dns.code("broken.example", 2);

    String message = failure("broken.example:1");

    assertTrue(message.endsWith("a DNS server answered ServFail(2)"), message);
  }

  @Test
  void aServerThatSaysNothingIsAFailureThatSaysSo() throws Exception {
    dns.code("silent.example", -1).code("_grpc_config.silent.example", -1);

    String message = failure("silent.example:1");

    assertTrue(message.startsWith("dns name silent.example"), message);
    assertTrue(message.endsWith("no DNS server answered within 500 ms"), message);
  }

  @Test
  void theServerOfTheTargetIsAskedInPlaceOfTheVertxs() throws Exception {
    ScriptedDnsServer other = await(ScriptedDnsServer.listen(servers));
    other.address("orders.example", "10.0.0.7");
    dns.address("orders.example", "10.0.0.1");

    Resolution resolution = resolve("dns://" + other.address() + "/orders.example:1");

    assertEquals(List.of("10.0.0.7:1"), Listened.addresses(resolution));
    assertTrue(dns.questions.isEmpty());
  }

  @Test
  void theHostsFileOfTheVertxComesFirstWithAllItsAddresses() throws Exception {
    use(
        new AddressResolverOptions()
            .setHostsValue(Buffer.buffer("10.0.0.8 orders\n10.0.0.9 Orders\n::9 orders\n")));

    assertEquals(
        List.of("10.0.0.8:1", "10.0.0.9:1", "::9:1"), Listened.addresses(resolve("ORDERS:1")));
    assertTrue(dns.questions.isEmpty());
  }

  @Test
  void aHostsFileThatCantBeReadIsAFailureThatSaysSo() throws Exception {
    var hosts = Files.createTempFile("hosts", null);
    use(new AddressResolverOptions().setHostsPath(hosts.toString()));
    Files.delete(hosts);

    String message = failure("orders:1");

    assertTrue(message.contains(hosts.toString()), message);
  }

  @Test
  void searchDomainsOfTheVertxCount() throws Exception {
    use(new AddressResolverOptions().addSearchDomain("svc.example").setNdots(1));
    dns.address("orders.svc.example", "10.0.0.4");

    assertEquals(List.of("10.0.0.4:1"), Listened.addresses(resolve("orders:1")));
  }

  @Test
  void theJvmIsAskedIfVertxsResolverIsSwitchedOff() throws Exception {
    System.setProperty("vertx.disableDnsResolver", "true");
    try {
      use(new AddressResolverOptions());
    } finally {
      System.clearProperty("vertx.disableDnsResolver");
    }

    var addresses = Listened.addresses(resolve("localhost:1"));

    assertFalse(addresses.isEmpty());
    assertTrue(Set.of("127.0.0.1:1", "::1:1").containsAll(addresses), addresses.toString());
    assertTrue(dns.questions.isEmpty());
  }
}
