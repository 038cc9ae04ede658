package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A deadline that passes, and a call that inherits it; see docs/deadlines-cancellation.md. */
public final class DeadlineExample {

  /** Never answers, and says when it may stop working. */
  static final class Slow implements GreeterService {

    private final Promise<String> stopped = Promise.promise();

    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      Promise<HelloReply> reply = Promise.promise();
      ServerCall.current().onCancel(reason -> stopped.tryComplete("the work stopped"));
      return reply.future();
    }
  }

  /** Asks another server: the call that it makes has the deadline of the call that it serves. */
  static final class Front implements GreeterService {

    private final GreeterClient back;

    Front(GreeterClient back) {
      this.back = back;
    }

    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      return back.sayHello(request);
    }
  }

  private DeadlineExample() {}

  /** Prints how the call ends, at its maker and two servers away. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var slow = new Slow();
    var back = GreeterClient.create(Local.client(vertx, Local.serve(vertx, slow)));
    var client = Local.client(vertx, Local.serve(vertx, new Front(back)));

    var greeter =
        GreeterClient.create(client)
            .withOptions(client.callOptions().withTimeout(Duration.ofMillis(200)));
    Future<String> outcome =
        greeter
            .sayHello(Local.request("Ada"))
            .map(HelloReply::getMessage)
            .otherwise(failure -> ((StatusException) failure).code().name());
    System.out.println(Local.await(outcome));
    System.out.println(Local.await(slow.stopped.future()));
    Local.await(vertx.close());
  }
}
