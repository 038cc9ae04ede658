package dev.toolkit.grpc.interop;

import io.vertx.core.Future;
import java.util.Map;

/** The cases with many large calls, on one channel or each on its own. */
final class SoakCases {

  private SoakCases() {}

  static Map<String, TestCase> all() {
    return Map.of("rpc_soak", SoakCases::rpcSoak, "channel_soak", SoakCases::channelSoak);
  }

  private static Future<?> rpcSoak(TestRun run) {
    return new Soak(run, () -> call(run)).start();
  }

  private static Future<?> channelSoak(TestRun run) {
    return new Soak(run, () -> callOnNewChannel(run)).start();
  }

  private static Future<Void> callOnNewChannel(TestRun run) {
    TestRun fresh = run.withNewClient();
    return call(fresh).eventually(fresh.client()::close);
  }

  private static Future<Void> call(TestRun run) {
    TestFlags flags = run.flags();
    return UnaryCases.call(
        run, flags.number("soak_request_size"), flags.number("soak_response_size"));
  }
}
