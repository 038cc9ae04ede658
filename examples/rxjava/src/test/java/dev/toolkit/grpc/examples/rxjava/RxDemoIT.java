package dev.toolkit.grpc.examples.rxjava;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program prints what is expected of it. */
class RxDemoIT {

  @Test
  void theDemoMakesCallsOfAllFourKinds() throws Exception {
    var bytes = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      RxDemo.main(new String[0]);
    } finally {
      System.setOut(console);
    }

    assertEquals(
        List.of(
            "Square      49",
            "Count       1",
            "Count       2",
            "Count       3",
            "Sum         10",
            "RunningSum  1",
            "RunningSum  3",
            "RunningSum  6",
            "RunningSum  10"),
        bytes.toString(UTF_8).lines().toList());
  }
}
