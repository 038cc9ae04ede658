package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.load.LoadOptions;
import dev.toolkit.grpc.benchmarks.load.LoadVerticle;
import io.vertx.core.Vertx;

/** Calls at a fixed rate and prints a line of JSON every 100 ms; see benchmarks/load-client. */
public final class LoadProgram {

  private LoadProgram() {}

  /** Calls until the time is over. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    try {
      var load =
          new LoadVerticle(LoadOptions.parse(args), line -> System.out.println(line.encode()));
      vertx
          .deployVerticle(load)
          .compose(id -> load.ended())
          .eventually(vertx::close)
          .onFailure(LoadProgram::exit);
    } catch (IllegalArgumentException e) {
      exit(e);
    }
  }

  private static void exit(Throwable failure) {
    System.err.println(failure.getMessage());
    System.exit(1);
  }
}
