package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.List;

/** A token that every call carries and every call needs; see docs/interceptors.md. */
public final class InterceptorsExample {

  /** Adds a token to each call. */
  record WithToken(String token) implements ClientInterceptor {
    @Override
    public GrpcStream intercept(CallHead head, CallInvoker next) {
      return next.invoke(
          head.withMetadata(head.metadata().with("authorization", "Bearer " + token)));
    }
  }

  /** Refuses calls without the token. */
  record NeedsToken(String token) implements ServerInterceptor {
    @Override
    public void intercept(IncomingCall call, Handler<IncomingCall> next) {
      if (("Bearer " + token).equals(call.head().metadata().get("authorization"))) {
        next.handle(call);
      } else {
        var status = Status.of(Code.UNAUTHENTICATED, "the call has no valid token");
        call.stream().write(new Frame.Trailers(status, Metadata.EMPTY));
      }
    }
  }

  private InterceptorsExample() {}

  /** Prints what a caller with the token gets, and one without. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    GrpcServer server =
        GrpcServer.builder(vertx)
            .options(Local.serving())
            .interceptors(List.of(new NeedsToken("secret")))
            .build()
            .add(new Greeter().bind());
    Local.await(server.start());

    GrpcClient client =
        GrpcClient.builder(vertx)
            .options(Local.calling(server.actualPort()))
            .interceptors(List.of(new WithToken("secret")))
            .build();
    System.out.println(outcome(client));
    System.out.println(outcome(Local.client(vertx, server)));
    Local.await(vertx.close());
  }

  private static String outcome(GrpcClient client) {
    return Local.await(
        GreeterClient.create(client)
            .sayHello(Local.request("Ada"))
            .map(HelloReply::getMessage)
            .otherwise(failure -> ((StatusException) failure).status().toString()));
  }
}
