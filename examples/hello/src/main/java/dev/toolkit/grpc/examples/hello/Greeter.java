package dev.toolkit.grpc.examples.hello;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;

/** Implements the generated contract. */
public final class Greeter implements GreeterService {

  private static final List<String> HELLOS = List.of("Hello", "Hallo", "Bonjour", "Hola", "Ciao");

  @Override
  public Future<HelloReply> sayHello(HelloRequest request) {
    return Future.succeededFuture(reply("Hello, " + request.getName() + "!"));
  }

  @Override
  public Future<Void> lotsOfReplies(HelloRequest request, WriteStream<HelloReply> responses) {
    Future<Void> written = Future.succeededFuture();
    for (String hello : HELLOS) {
      written =
          written.compose(v -> responses.write(reply(hello + ", " + request.getName() + "!")));
    }
    return written;
  }

  @Override
  public Future<HelloReply> lotsOfGreetings(ReadStream<HelloRequest> requests) {
    List<String> names = new ArrayList<>();
    Promise<HelloReply> reply = Promise.promise();
    requests
        .handler(request -> names.add(request.getName()))
        .exceptionHandler(reply::tryFail)
        .endHandler(v -> reply.tryComplete(reply("Hello, " + String.join(" and ", names) + "!")))
        .resume();
    return reply.future();
  }

  @Override
  public Future<Void> bidiHello(
      ReadStream<HelloRequest> requests, WriteStream<HelloReply> responses) {
    Promise<Void> done = Promise.promise();
    requests
        .handler(request -> answer(request, requests, responses))
        .exceptionHandler(done::tryFail)
        .endHandler(v -> done.tryComplete())
        .resume();
    return done.future();
  }

  /** Writes no faster than the caller reads. */
  private static void answer(
      HelloRequest request, ReadStream<HelloRequest> requests, WriteStream<HelloReply> responses) {
    responses.write(reply("Hello, " + request.getName() + "!")).onFailure(lost -> requests.pause());
    if (responses.writeQueueFull()) {
      requests.pause();
      responses.drainHandler(v -> requests.resume());
    }
  }

  private static HelloReply reply(String message) {
    return HelloReply.newBuilder().setMessage(message).build();
  }
}
