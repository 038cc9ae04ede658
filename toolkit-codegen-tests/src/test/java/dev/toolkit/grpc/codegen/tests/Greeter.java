package dev.toolkit.grpc.codegen.tests;

import com.acme.hello.GreeterService;
import com.acme.hello.HelloReply;
import com.acme.hello.HelloRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;

/** Implements all that the generated contract has. */
final class Greeter implements GreeterService {

  static final int REPLIES = 5;

  static HelloRequest request(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }

  static HelloReply reply(String message) {
    return HelloReply.newBuilder().setMessage(message).build();
  }

  /** All elements of a stream that was handed over paused. */
  static <T> Future<List<T>> all(ReadStream<T> stream) {
    List<T> elements = new ArrayList<>();
    Promise<List<T>> all = Promise.promise();
    stream
        .handler(elements::add)
        .exceptionHandler(all::tryFail)
        .endHandler(v -> all.tryComplete(elements));
    stream.resume();
    return all.future();
  }

  @Override
  public Future<HelloReply> sayHello(HelloRequest request) {
    return Future.succeededFuture(reply("Hello " + request.getName()));
  }

  @Override
  public Future<Void> lotsOfReplies(HelloRequest request, WriteStream<HelloReply> responses) {
    Future<Void> written = Future.succeededFuture();
    for (int i = 0; i < REPLIES; i++) {
      written = responses.write(reply(request.getName() + i));
    }
    return written;
  }

  @Override
  public Future<HelloReply> lotsOfGreetings(ReadStream<HelloRequest> requests) {
    return all(requests)
        .map(names -> reply(String.join(",", names.stream().map(HelloRequest::getName).toList())));
  }

  @Override
  public Future<Void> bidiHello(
      ReadStream<HelloRequest> requests, WriteStream<HelloReply> responses) {
    Promise<Void> done = Promise.promise();
    requests
        .handler(r -> responses.write(reply("Hello " + r.getName())).onFailure(done::tryFail))
        .exceptionHandler(done::tryFail)
        .endHandler(v -> done.tryComplete());
    requests.resume();
    return done.future();
  }
}
