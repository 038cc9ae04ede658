package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.verticles.GrpcClientVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.streams.ReadStream;
import java.io.PrintStream;

/** Calls each method of the greeter, one after the other, and prints what it says. */
final class Caller extends VerticleBase {

  private final PrintStream out;

  Caller(PrintStream out) {
    this.out = out;
  }

  @Override
  public Future<?> start() {
    var greeter = GreeterClient.create(GrpcClientVerticle.client(vertx, "greeter"));
    return sayHello(greeter)
        .compose(v -> lotsOfReplies(greeter))
        .compose(v -> lotsOfGreetings(greeter))
        .compose(v -> bidiHello(greeter));
  }

  private Future<Void> sayHello(GreeterClient greeter) {
    return greeter.sayHello(request("Ada")).onSuccess(reply -> print("SayHello", reply)).mapEmpty();
  }

  private Future<Void> lotsOfReplies(GreeterClient greeter) {
    return greeter
        .lotsOfReplies(request("Ada"))
        .compose(replies -> printAll("LotsOfReplies", replies));
  }

  private Future<Void> lotsOfGreetings(GreeterClient greeter) {
    var requests = greeter.lotsOfGreetings();
    return requests
        .write(request("Ada"))
        .compose(v -> requests.write(request("Grace")))
        .compose(v -> requests.end(request("Hedy")))
        .compose(v -> requests.response())
        .onSuccess(reply -> print("LotsOfGreetings", reply))
        .mapEmpty();
  }

  private Future<Void> bidiHello(GreeterClient greeter) {
    var call = greeter.bidiHello();
    Future<Void> replies = printAll("BidiHello", call.responses());
    return call.write(request("Ada"))
        .compose(v -> call.write(request("Grace")))
        .compose(v -> call.end())
        .compose(v -> replies);
  }

  private Future<Void> printAll(String method, ReadStream<HelloReply> replies) {
    Promise<Void> end = Promise.promise();
    replies
        .handler(reply -> print(method, reply))
        .exceptionHandler(end::tryFail)
        .endHandler(v -> end.tryComplete())
        .resume();
    return end.future();
  }

  private void print(String method, HelloReply reply) {
    out.printf("%-15s  %s%n", method, reply.getMessage());
  }

  private static HelloRequest request(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }
}
