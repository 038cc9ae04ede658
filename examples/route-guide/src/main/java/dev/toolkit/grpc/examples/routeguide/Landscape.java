package dev.toolkit.grpc.examples.routeguide;

import java.util.List;

/** A few features in a valley that does not exist. */
final class Landscape {

  private static final List<Feature> FEATURES =
      List.of(
          feature("Old Mill", point(465_000_000, 70_000_000)),
          feature("Ferry Landing", point(465_100_000, 70_250_000)),
          feature("Owl Bridge", point(465_300_000, 70_400_000)),
          feature("Upper Lock", point(466_200_000, 70_900_000)),
          feature("Watchtower", point(467_500_000, 71_500_000)));

  private Landscape() {}

  static Point point(int latitude, int longitude) {
    return Point.newBuilder().setLatitude(latitude).setLongitude(longitude).build();
  }

  /** What stands at the point: a feature without a name where nothing does. */
  static Feature at(Point point) {
    return FEATURES.stream()
        .filter(feature -> feature.getLocation().equals(point))
        .findFirst()
        .orElseGet(() -> feature("", point));
  }

  /** What stands inside the rectangle, whichever of its corners is the lower one. */
  static List<Feature> in(Rectangle rectangle) {
    return FEATURES.stream().filter(feature -> isIn(feature.getLocation(), rectangle)).toList();
  }

  private static boolean isIn(Point point, Rectangle rectangle) {
    Point lo = rectangle.getLo();
    Point hi = rectangle.getHi();
    return isBetween(lo.getLatitude(), point.getLatitude(), hi.getLatitude())
        && isBetween(lo.getLongitude(), point.getLongitude(), hi.getLongitude());
  }

  private static boolean isBetween(int one, int value, int other) {
    return Math.min(one, other) <= value && value <= Math.max(one, other);
  }

  private static Feature feature(String name, Point location) {
    return Feature.newBuilder().setName(name).setLocation(location).build();
  }
}
