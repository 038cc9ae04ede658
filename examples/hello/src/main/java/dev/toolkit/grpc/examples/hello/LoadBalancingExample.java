package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ChannelListener;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Clients that choose among three servers, one of which is broken; see docs/load-balancing.md. */
public final class LoadBalancingExample {

  /** Says who answers, or fails. */
  private record Named(String name, boolean broken) implements GreeterService {

    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      return broken
          ? Future.failedFuture(Status.of(Code.UNAVAILABLE, "broken").asException())
          : Future.succeededFuture(Local.reply(name));
    }
  }

  private LoadBalancingExample() {}

  /** Prints what becomes of calls. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    List<GrpcServer> servers =
        List.of(
            Local.serve(vertx, new Named("one", false)),
            Local.serve(vertx, new Named("two", false)),
            Local.serve(vertx, new Named("three", true)));
    leaveOutTheBroken(vertx, servers);
    stayWithOne(vertx, servers.subList(0, 2));
    Local.await(vertx.close());
  }

  private static void leaveOutTheBroken(Vertx vertx, List<GrpcServer> servers) {
    var config =
        new JsonObject(
            """
            {
              "loadBalancingConfig": [{
                "outlier_detection_experimental": {
                  "interval": "0.2s",
                  "maxEjectionPercent": 50,
                  "failurePercentageEjection": {"minimumHosts": 3, "requestVolume": 3},
                  "childPolicy": [{"round_robin": {}}]
                }
              }]
            }
            """);
    Promise<String> ejected = Promise.promise();
    ChannelListener listener =
        event -> {
          if (event instanceof ChannelEvent.EjectionChanged change && change.ejected()) {
            ejected.tryComplete(change.reason());
          }
        };
    var greeter = GreeterClient.create(client(vertx, servers, config, listener));
    while (!ejected.future().isComplete()) {
      answer(greeter);
    }
    System.out.println(Local.await(ejected.future()));

    Set<String> names = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      names.add(answer(greeter));
    }
    System.out.println(names.contains("broken") ? "the broken one answers" : "both others answer");
  }

  private static void stayWithOne(Vertx vertx, List<GrpcServer> servers) {
    var config =
        new JsonObject(
            """
            {
              "loadBalancingConfig": [
                {"ring_hash_experimental": {"requestHashHeader": "user"}}
              ]
            }
            """);
    GrpcClient client = client(vertx, servers, config, event -> {});
    var options = client.callOptions().withMetadata(Metadata.of("user", "Ada"));
    var greeter = GreeterClient.create(client).withOptions(options);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      names.add(answer(greeter));
    }
    System.out.println("Ada is served by " + names.size());
  }

  private static GrpcClient client(
      Vertx vertx, List<GrpcServer> servers, JsonObject config, ChannelListener listener) {
    String target =
        servers.stream()
            .map(server -> "localhost:" + server.actualPort())
            .collect(Collectors.joining(",", "static:///", ""));
    var options = Local.calling(0).setTarget(target).setServiceConfig(config);
    return GrpcClient.builder(vertx).options(options).channelListener(listener).build();
  }

  private static String answer(GreeterClient greeter) {
    return Local.await(
        greeter
            .sayHello(Local.request("Ada"))
            .map(HelloReply::getMessage)
            .otherwise(Throwable::getMessage));
  }
}
