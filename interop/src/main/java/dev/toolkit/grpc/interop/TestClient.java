package dev.toolkit.grpc.interop;

import io.vertx.core.Vertx;
import java.util.Map;

/**
 * The official interop client: runs one case against a server of the test service. It exits with 0
 * when the case passed, 1 when something differed, which it says, and 2 when the flags are wrong.
 */
public final class TestClient {

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final String name;
  private final TestCase testCase;
  private final TestFlags flags;

  private TestClient(String name, TestCase testCase, TestFlags flags) {
    this.name = name;
    this.testCase = testCase;
    this.flags = flags;
  }

  /** Runs the case that the flags name. */
  public static void main(String[] arguments) {
    try {
      TestFlags flags = TestFlags.parse(arguments);
      if (flags.isSet("help")) {
        System.out.println("usage: test-client [--flag=value]...\n" + TestFlag.usage());
        System.out.println("cases: " + String.join(" ", TestCase.all().keySet()));
      } else {
        create(flags).start();
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_USE);
    }
  }

  private static TestClient create(TestFlags flags) {
    String name = flags.text("test_case");
    Map<String, TestCase> cases = TestCase.all();
    TestCase testCase = cases.get(name);
    if (testCase == null) {
      throw new IllegalArgumentException(
          "unknown test_case " + name + ", known are " + String.join(" ", cases.keySet()));
    }
    return new TestClient(name, testCase, flags);
  }

  private void start() {
    Vertx vertx = Vertx.vertx();
    TestRun run = TestRun.create(vertx, flags);
    vertx.getOrCreateContext().runOnContext(v -> run(run));
  }

  private void run(TestRun run) {
    testCase
        .run(run)
        .eventually(run.client()::close)
        .onSuccess(done -> passed())
        .onFailure(this::failed);
  }

  private void passed() {
    System.out.println(name + ": passed");
    System.exit(0);
  }

  private void failed(Throwable failure) {
    System.err.println(name + ": failed: " + failure.getMessage());
    if (!(failure instanceof CaseFailedException)) {
      failure.printStackTrace(System.err);
    }
    System.exit(FAILED);
  }
}
