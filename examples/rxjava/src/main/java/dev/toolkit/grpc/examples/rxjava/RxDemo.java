package dev.toolkit.grpc.examples.rxjava;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.examples.numbers.Number;
import dev.toolkit.grpc.examples.rxjava3.numbers.NumbersClient;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Serves numbers, and calls each method through a {@code Single} or a {@code Flowable}. */
public final class RxDemo {

  private static final String HOST = "localhost";

  private RxDemo() {}

  /** Prints the answers. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var serving = new GrpcServerOptions().setHost(HOST).setPort(0);
      serving.getHttp().setPlaintext(true);
      GrpcServer server = GrpcServer.create(vertx, serving).add(new Arithmetic().bind());
      server.start().await(10, TimeUnit.SECONDS);

      var calling = new GrpcClientOptions().setTarget(HOST + ":" + server.actualPort());
      calling.getHttp().setPlaintext(true);
      var numbers = NumbersClient.create(GrpcClient.create(vertx, calling));
      calls(numbers, System.out).blockingAwait();
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static Completable calls(NumbersClient numbers, PrintStream out) {
    Flowable<Number> few = Flowable.range(1, 4).map(Arithmetic::number);
    return Flowable.concatArray(
            numbers
                .rxSquare(Arithmetic.number(7))
                .map(n -> "Square      " + n.getValue())
                .toFlowable(),
            numbers.rxCount(Arithmetic.number(3)).map(n -> "Count       " + n.getValue()),
            numbers.rxSum(few).map(n -> "Sum         " + n.getValue()).toFlowable(),
            numbers.rxRunningSum(few).map(n -> "RunningSum  " + n.getValue()))
        .doOnNext(out::println)
        .ignoreElements();
  }
}
