package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;

/** Metadata both ways; see docs/metadata.md. */
public final class MetadataExample {

  /** Answers by what the caller's metadata says. */
  static final class Known implements GreeterService {
    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      ServerCall call = ServerCall.current();
      String tenant = call.metadata().get("tenant");
      call.responseHeaders(Metadata.of("served-by", "node-1"));
      call.responseTrailers(Metadata.EMPTY.withBinary("digest-bin", new byte[] {1, 2, 3}));
      return Future.succeededFuture(Local.reply(request.getName() + " of " + tenant));
    }
  }

  private MetadataExample() {}

  /** Prints the answer and its metadata. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var client = Local.client(vertx, Local.serve(vertx, new Known()));

    Metadata metadata =
        Metadata.builder()
            .add("tenant", "acme")
            .addBinary("trace-bin", "abc".getBytes(StandardCharsets.UTF_8))
            .build();
    var call = client.call(GreeterGrpc.SAY_HELLO, client.callOptions().withMetadata(metadata));
    call.requests().end(Local.request("Ada"));

    System.out.println(Local.await(call.response()).getMessage());
    System.out.println(Local.await(call.headers()).get("served-by"));
    System.out.println(Local.await(call.trailers()).getBinary("digest-bin").length + " bytes");
    Local.await(vertx.close());
  }
}
