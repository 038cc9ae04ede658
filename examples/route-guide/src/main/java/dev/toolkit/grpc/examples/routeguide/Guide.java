package dev.toolkit.grpc.examples.routeguide;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;

/** Implements the generated contract. */
final class Guide implements RouteGuideService {

  @Override
  public Future<Feature> getFeature(Point point) {
    return Future.succeededFuture(Landscape.at(point));
  }

  @Override
  public Future<Void> listFeatures(Rectangle rectangle, WriteStream<Feature> responses) {
    Future<Void> written = Future.succeededFuture();
    for (Feature feature : Landscape.in(rectangle)) {
      written = written.compose(v -> responses.write(feature));
    }
    return written;
  }

  @Override
  public Future<RouteSummary> recordRoute(ReadStream<Point> requests) {
    var route = new Route();
    long start = System.nanoTime();
    Promise<RouteSummary> summary = Promise.promise();
    requests
        .handler(route::add)
        .exceptionHandler(summary::tryFail)
        .endHandler(
            v -> summary.tryComplete(route.summary(Duration.ofNanos(System.nanoTime() - start))))
        .resume();
    return summary.future();
  }

  @Override
  public Future<Void> routeChat(ReadStream<RouteNote> requests, WriteStream<RouteNote> responses) {
    return new Chat(requests, responses).run();
  }
}
