package dev.toolkit.grpc.interop;

import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;

/** A case of the official interop tests, as interop-test-descriptions.md describes it. */
@FunctionalInterface
interface TestCase {

  /** Runs the case on the calling context; fails with what differed. */
  Future<?> run(TestRun run);

  /** All cases by name. */
  static Map<String, TestCase> all() {
    var cases = new TreeMap<String, TestCase>();
    cases.putAll(UnaryCases.all());
    cases.putAll(StreamingCases.all());
    cases.putAll(StatusCases.all());
    cases.putAll(CompressionCases.all());
    cases.putAll(SoakCases.all());
    cases.putAll(OrcaCases.all());
    return cases;
  }
}
