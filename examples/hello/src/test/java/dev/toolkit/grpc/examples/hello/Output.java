package dev.toolkit.grpc.examples.hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What a program prints. */
final class Output {

  /** The main method of a program. */
  interface Program {
    void main(String[] args) throws Exception;
  }

  private Output() {}

  static List<String> of(Program program) throws Exception {
    var bytes = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      program.main(new String[0]);
    } finally {
      System.setOut(console);
    }
    return bytes.toString(UTF_8).lines().toList();
  }
}
