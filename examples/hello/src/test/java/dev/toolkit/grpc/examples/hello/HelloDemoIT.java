package dev.toolkit.grpc.examples.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs print what is expected of them. */
class HelloDemoIT {

  @Test
  void theDemoMakesCallsOfAllFourKinds() throws Exception {
    List<String> lines = Output.of(HelloDemo::main);

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

  @Test
  void theProgramOfTheReadmeRuns() throws Exception {
    assertEquals(List.of("Hello, Ada!"), Output.of(Complete::main));
  }
}
