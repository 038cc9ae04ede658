package dev.toolkit.grpc.examples.routeguide;

import dev.toolkit.grpc.verticles.GrpcClientVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.streams.ReadStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Calls each method of the guide, one after the other, and prints what it says. */
final class Caller extends VerticleBase {

  private static final Point MILL = Landscape.point(465_000_000, 70_000_000);
  private static final Point MEADOW = Landscape.point(465_050_000, 70_100_000);
  private static final Point FERRY = Landscape.point(465_100_000, 70_250_000);

  private final PrintStream out;

  Caller(PrintStream out) {
    this.out = out;
  }

  @Override
  public Future<?> start() {
    var guide = RouteGuideClient.create(GrpcClientVerticle.client(vertx, "guide"));
    return getFeature(guide, MILL)
        .compose(v -> getFeature(guide, MEADOW))
        .compose(v -> listFeatures(guide))
        .compose(v -> recordRoute(guide))
        .compose(v -> routeChat(guide));
  }

  private Future<Void> getFeature(RouteGuideClient guide, Point at) {
    return guide
        .getFeature(at)
        .onSuccess(feature -> print("GetFeature", describe(feature)))
        .mapEmpty();
  }

  private Future<Void> listFeatures(RouteGuideClient guide) {
    var valley =
        Rectangle.newBuilder().setLo(MILL).setHi(Landscape.point(466_500_000, 71_000_000)).build();
    return guide
        .listFeatures(valley)
        .compose(features -> each(features, f -> print("ListFeatures", describe(f))));
  }

  private Future<Void> recordRoute(RouteGuideClient guide) {
    var points = guide.recordRoute();
    return points
        .write(MILL)
        .compose(v -> points.write(MEADOW))
        .compose(v -> points.end(FERRY))
        .compose(v -> points.response())
        .onSuccess(summary -> print("RecordRoute", describe(summary)))
        .mapEmpty();
  }

  private Future<Void> routeChat(RouteGuideClient guide) {
    var chat = guide.routeChat();
    Future<Void> answers =
        each(chat.responses(), note -> print("RouteChat", "earlier: " + note.getMessage()));
    Future<Void> written = Future.succeededFuture();
    for (RouteNote note :
        List.of(
            note(MILL, "the wheel turns"),
            note(FERRY, "the ferry is late"),
            note(MILL, "the wheel stands still"),
            note(MILL, "the wheel turns again"))) {
      written = written.compose(v -> chat.write(note));
    }
    return written.compose(v -> chat.end()).compose(v -> answers);
  }

  private static <T> Future<Void> each(ReadStream<T> stream, Consumer<T> consumer) {
    Promise<Void> end = Promise.promise();
    stream
        .handler(consumer::accept)
        .exceptionHandler(end::tryFail)
        .endHandler(v -> end.tryComplete())
        .resume();
    return end.future();
  }

  private void print(String method, String text) {
    out.printf("%-12s  %s%n", method, text);
  }

  private static String describe(Feature feature) {
    Point at = feature.getLocation();
    String name = feature.getName().isEmpty() ? "nothing" : feature.getName();
    return name + " at " + at.getLatitude() + ", " + at.getLongitude();
  }

  private static String describe(RouteSummary summary) {
    return "%d points, %d features, %d metres"
        .formatted(summary.getPointCount(), summary.getFeatureCount(), summary.getDistance());
  }

  private static RouteNote note(Point location, String message) {
    return RouteNote.newBuilder().setLocation(location).setMessage(message).build();
  }
}
