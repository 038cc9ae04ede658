package dev.toolkit.grpc.benchmarks.scale;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterGrpc;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ChannelListener;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.http.HttpClientTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints what a channel costs; see {@code benchmarks/scale}. */
public final class ScaleProgram {

  private static final int SUBCHANNELS = 10_000;
  private static final int ENDPOINTS = 1_000;
  private static final int STARTS = 5;
  private static final int MOST = 90; // percent: the server's queue of connections may overflow
  private static final int ROUNDS = 15;
  private static final int CALLS = 20_000;
  private static final double MIB = 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final int port;

  private ScaleProgram(int port) {
    this.port = port;
  }

  /** Measures with an {@code echo-server} that listens on {@code --port} of all addresses. */
  public static void main(String[] args) throws Exception {
    var program = new ScaleProgram(Flags.parse(args, "port").number("port", 50051));
    try {
      program.memory();
      program.starts();
      program.overhead();
    } finally {
      await(program.vertx.close());
    }
  }

  private void memory() throws Exception {
    var many = new ManySubchannels(SUBCHANNELS);
    GrpcClient client =
        GrpcClient.builder(vertx)
            .balancers(GrpcClient.builder(vertx).balancers().with(many))
            .options(options("passthrough:///127.0.0.1:" + port, many.policyName()))
            .build();
    long before = usedHeap();
    Future<HelloReply> waits = onLoop(() -> Future.succeededFuture(sayHello(client)));
    await(many.made().future());
    long after = usedHeap();
    System.out.printf(
        "%d idle subchannels: %.1f MiB of heap, %d bytes each%n",
        many.count(), (after - before) / MIB, (after - before) / many.count());
    await(client.close());
    await(waits.otherwiseEmpty());
  }

  private void starts() throws Exception {
    start(1); // loads the classes
    for (int i = 0; i < STARTS; i++) {
      start(ENDPOINTS);
    }
  }

  private void start(int endpoints) throws Exception {
    String target =
        IntStream.range(0, endpoints)
            .mapToObj(i -> ManySubchannels.address(i) + ":" + port)
            .collect(Collectors.joining(",", "static:///", ""));
    var connected = new Connected(Math.max(1, endpoints * MOST / 100));
    GrpcClient client =
        GrpcClient.builder(vertx)
            .options(options(target, "round_robin"))
            .channelListener(connected)
            .build();
    var stretches = new Stretches(loop);
    onLoop(() -> done(stretches::begin));
    onLoop(() -> sayHello(client));
    await(connected.enough.future());
    onLoop(() -> done(stretches::end));
    System.out.printf(
        "start with %d endpoints: longest stretch of the loop %.1f ms%n",
        endpoints, stretches.longestMillis());
    await(client.close());
  }

  private static Future<Void> done(Runnable task) {
    task.run();
    return Future.succeededFuture();
  }

  private void overhead() throws Exception {
    GrpcClient client = GrpcClient.create(vertx, options("127.0.0.1:" + port));
    var http = options("127.0.0.1:" + port).getHttp();
    var transport = new HttpClientTransport(vertx, http, Codecs.defaults(), Compressors.defaults());
    var request =
        new ConnectRequest(
            SocketAddress.inetSocketAddress(port, "127.0.0.1"),
            "127.0.0.1:" + port,
            Duration.ofSeconds(5));
    Connection bare = onLoop(() -> transport.connect(request).connection());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      double direct = perCall(bare);
      double channel = perCall(client.invoker());
      ratios.add(channel / direct);
      System.out.printf(
          "round %d: bare connection %.2f us, channel %.2f us of CPU a call, ratio %.3f%n",
          i + 1, direct, channel, channel / direct);
    }
    List<Double> sorted = ratios.subList(ROUNDS / 3, ROUNDS).stream().sorted().toList();
    System.out.printf("channel to bare connection, median: %.3f%n", sorted.get(sorted.size() / 2));
    await(client.close());
    await(onLoop(() -> Future.succeededFuture(bare.shutdown(Duration.ZERO))));
  }

  private double perCall(CallInvoker invoker) throws Exception {
    return onLoop(() -> Calls.make(invoker, CALLS));
  }

  private static Future<HelloReply> sayHello(GrpcClient client) {
    return client.unary(
        GreeterGrpc.SAY_HELLO,
        HelloRequest.newBuilder().setName("x").build(),
        client.callOptions().withTimeout(Duration.ofSeconds(60)));
  }

  private static GrpcClientOptions options(String target, String policy) {
    var config =
        new JsonObject()
            .put(
                "loadBalancingConfig",
                new JsonArray().add(new JsonObject().put(policy, new JsonObject())));
    return options(target).setServiceConfig(config);
  }

  private static GrpcClientOptions options(String target) {
    var options = new GrpcClientOptions().setTarget(target);
    options.getHttp().setPlaintext(true);
    return options;
  }

  /** Counts the connections that are ready. */
  private static final class Connected implements ChannelListener {

    private final Promise<Void> enough = Promise.promise();
    private final int wanted;
    private int count;

    private Connected(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public void happened(ChannelEvent event) {
      if (event instanceof ChannelEvent.SubchannelChanged changed
          && changed.to() == ConnectivityState.READY
          && ++count == wanted) {
        enough.complete();
      }
    }
  }

  private <T> T onLoop(Callable<Future<T>> task) throws Exception {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(v -> run(task).onComplete(promise));
    return await(promise.future());
  }

  private static <T> Future<T> run(Callable<Future<T>> task) {
    try {
      return task.call();
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
