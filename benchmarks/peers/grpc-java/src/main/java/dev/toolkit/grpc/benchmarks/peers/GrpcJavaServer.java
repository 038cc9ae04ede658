package dev.toolkit.grpc.benchmarks.peers;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The same service on grpc-java, called on its event loop. */
public final class GrpcJavaServer {

  private static final int REPLIES = 1000;

  private final EventLoopGroup loop = new EpollEventLoopGroup(1);
  private final int delayMillis;

  private GrpcJavaServer(int delayMillis) {
    this.delayMillis = delayMillis;
  }

  /** Starts the server. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Flags flags = Flags.parse(args, "port", "delay-ms", "max-message-size");
    var service = new GrpcJavaServer(flags.number("delay-ms", 0));
    var server =
        NettyServerBuilder.forPort(flags.number("port", 0))
            .directExecutor()
            .bossEventLoopGroup(service.loop)
            .workerEventLoopGroup(service.loop)
            .channelType(EpollServerSocketChannel.class)
            .maxInboundMessageSize(flags.number("max-message-size", 4 << 20))
            .flowControlWindow(1 << 20)
            .addService(service.definition())
            .build()
            .start();
    System.out.println("listening on 0.0.0.0:" + server.getPort());
    server.awaitTermination();
  }

  private ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(GreeterMethods.SERVICE)
        .addMethod(GreeterMethods.SAY_HELLO, ServerCalls.asyncUnaryCall(this::sayHello))
        .addMethod(
            GreeterMethods.LOTS_OF_REPLIES,
            ServerCalls.asyncServerStreamingCall(GrpcJavaServer::lotsOfReplies))
        .build();
  }

  private void sayHello(HelloRequest request, StreamObserver<HelloReply> response) {
    if (delayMillis > 0) {
      var unused =
          loop.schedule(() -> answer(request, response), delayMillis, TimeUnit.MILLISECONDS);
    } else {
      answer(request, response);
    }
  }

  private static void answer(HelloRequest request, StreamObserver<HelloReply> response) {
    response.onNext(reply(request));
    response.onCompleted();
  }

  private static void lotsOfReplies(HelloRequest request, StreamObserver<HelloReply> response) {
    var call = (ServerCallStreamObserver<HelloReply>) response;
    int[] written = new int[1];
    call.setOnReadyHandler(
        () -> {
          while (call.isReady() && written[0] < REPLIES) {
            call.onNext(reply(request));
            if (++written[0] == REPLIES) {
              call.onCompleted();
            }
          }
        });
  }

  private static HelloReply reply(HelloRequest request) {
    return HelloReply.newBuilder().setMessage("Hello " + request.getName()).build();
  }
}
