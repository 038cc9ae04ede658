package dev.toolkit.grpc.examples.routeguide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program prints what is expected of it. */
class RouteGuideDemoIT {

  @Test
  void theDemoMakesCallsOfAllFourKinds() throws Exception {
    List<String> lines = output();

    assertTrue(lines.get(0).matches("the server listens on port \\d+"), lines.get(0));
    assertEquals(
        List.of(
            "GetFeature    Old Mill at 465000000, 70000000",
            "GetFeature    nothing at 465050000, 70100000",
            "ListFeatures  Old Mill at 465000000, 70000000",
            "ListFeatures  Ferry Landing at 465100000, 70250000",
            "ListFeatures  Owl Bridge at 465300000, 70400000",
            "ListFeatures  Upper Lock at 466200000, 70900000",
            "RecordRoute   3 points, 2 features, 2222 metres",
            "RouteChat     earlier: the wheel turns",
            "RouteChat     earlier: the wheel turns",
            "RouteChat     earlier: the wheel stands still"),
        lines.subList(1, lines.size()));
  }

  private static List<String> output() throws Exception {
    var bytes = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      RouteGuideDemo.main(new String[0]);
    } finally {
      System.setOut(console);
    }
    return bytes.toString(UTF_8).lines().toList();
  }
}
