package dev.toolkit.grpc.examples.hello;

import com.google.protobuf.Any;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A status with details and trailers; see docs/errors.md. */
public final class ErrorsExample {

  /** Knows nobody. */
  static final class Strict implements GreeterService {
    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      Status status =
          Status.of(Code.NOT_FOUND, "nobody is called " + request.getName())
              .withDetails(List.of(Any.pack(Local.reply("try Grace"))));
      return Future.failedFuture(new StatusException(status, Metadata.of("retry-in", "60")));
    }
  }

  private ErrorsExample() {}

  /** Prints what the caller gets. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var greeter = GreeterClient.create(Local.client(vertx, Local.serve(vertx, new Strict())));
    Local.await(
        greeter
            .sayHello(Local.request("Ada"))
            .map(HelloReply::getMessage)
            .recover(failure -> Future.succeededFuture(explain(failure)))
            .onSuccess(System.out::println));
    Local.await(vertx.close());
  }

  private static String explain(Throwable failure) {
    StatusException e = (StatusException) failure;
    return e.code()
        + "; "
        + e.status().message()
        + "; "
        + e.status().details().size()
        + " detail; retry in "
        + e.trailers().get("retry-in");
  }
}
