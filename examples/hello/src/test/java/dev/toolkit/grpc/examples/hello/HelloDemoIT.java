package dev.toolkit.grpc.examples.hello;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo prints what its page says. */
class HelloDemoIT {

  @Test
  void allFourKindsAreAnswered() throws Exception {
    var bytes = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      HelloDemo.main(new String[0]);
    } finally {
      System.setOut(console);
    }

    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertTrue(lines.get(0).matches("the server listens on port \\d+"), lines.get(0));
    assertEquals(
        List.of(
            "SayHello         Hello, Ada!",
            "LotsOfReplies    Hello, Ada!",
            "LotsOfReplies    Hallo, Ada!",
            "LotsOfReplies    Bonjour, Ada!",
            "LotsOfReplies    Hola, Ada!",
            "LotsOfReplies    Ciao, Ada!",
            "LotsOfGreetings  Hello, Ada and Grace and Hedy!",
            "BidiHello        Hello, Ada!",
            "BidiHello        Hello, Grace!"),
        lines.subList(1, lines.size()));
  }
}
