package dev.toolkit.grpc.examples.routeguide;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A way that is being walked. It keeps the last point only, however long the way is. */
final class Route {

  private static final double EARTH_RADIUS = 6_371_000; // metres
  private static final double UNITS_PER_DEGREE = 1e7;

  private int points;
  private int features;
  private double distance;
  private @Nullable Point last;

  void add(Point point) {
    points++;
    if (!Landscape.at(point).getName().isEmpty()) {
      features++;
    }
    if (last != null) {
      distance += metres(last, point);
    }
    last = point;
  }

  RouteSummary summary(Duration elapsed) {
    return RouteSummary.newBuilder()
        .setPointCount(points)
        .setFeatureCount(features)
        .setDistance((int) Math.round(distance))
        .setElapsedTime((int) elapsed.toSeconds())
        .build();
  }

  /** The way along the surface, by the haversine formula. */
  private static double metres(Point from, Point to) {
    double latitude = radians(to.getLatitude() - (double) from.getLatitude());
    double longitude = radians(to.getLongitude() - (double) from.getLongitude());
    double scale = Math.cos(radians(from.getLatitude())) * Math.cos(radians(to.getLatitude()));
    double haversine = squaredSine(latitude / 2) + scale * squaredSine(longitude / 2);
    return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(haversine));
  }

  private static double squaredSine(double angle) {
    return Math.sin(angle) * Math.sin(angle);
  }

  private static double radians(double units) {
    return Math.toRadians(units / UNITS_PER_DEGREE);
  }
}
