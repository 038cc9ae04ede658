package dev.toolkit.grpc.benchmarks.peers;

import dev.toolkit.grpc.benchmarks.driver.ClosedLoop;
import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.grpc.CallOptions;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.function.Consumer;

/** The same client on grpc-java, answered on its event loop. */
public final class GrpcJavaClient {

  private GrpcJavaClient() {}

  /** Calls until the standard input ends. */
  public static void main(String[] args) throws IOException {
    Flags flags = Flags.parse(args, "port", "outstanding", "size");
    EventLoopGroup loop = new EpollEventLoopGroup(1);
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", flags.number("port", 0))
            .usePlaintext()
            .directExecutor()
            .eventLoopGroup(loop)
            .channelType(EpollSocketChannel.class)
            .flowControlWindow(1 << 20)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    var name = "x".repeat(flags.number("size", 30));
    var request = HelloRequest.newBuilder().setName(name).build();
    ClosedLoop.serve(
        loop,
        flags.number("outstanding", 100),
        (succeeded, failed) ->
            ClientCalls.asyncUnaryCall(
                channel.newCall(GreeterMethods.SAY_HELLO, CallOptions.DEFAULT),
                request,
                new Reply(succeeded, failed)));
    channel.shutdownNow();
    var unused = loop.shutdownGracefully();
  }

  private record Reply(Runnable succeeded, Consumer<Throwable> failed)
      implements StreamObserver<HelloReply> {

    @Override
    public void onNext(HelloReply reply) {}

    @Override
    public void onError(Throwable failure) {
      failed.accept(failure);
    }

    @Override
    public void onCompleted() {
      succeeded.run();
    }
  }
}
