package dev.toolkit.grpc.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.benchmarks.load.LoadClient.Answer;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadClientTest {

  private static final long MILLI = 1_000_000;

  private final Deque<Promise<Answer>> calls = new ArrayDeque<>();
  private final List<JsonObject> lines = new ArrayList<>();
  private long now = 7;

  @Test
  void callsThatAreDueBeginWhateverBecameOfThoseBefore() {
    LoadClient load = load("--rate", "100", "--seconds", "1");
    at(load, 35);
    assertEquals(3, calls.size());
    at(load, 52);
    assertEquals(5, calls.size());
  }

  @Test
  void lineSaysWhatBecameOfTheCallsOfItsInterval() {
    LoadClient load = load("--rate", "50", "--seconds", "1");
    at(load, 40);
    now += 3 * MILLI;
    calls.poll().complete(new Answer(Status.OK, "127.0.0.1:9001"));
    calls.poll().complete(new Answer(Status.of(Code.UNAVAILABLE, "gone"), ""));
    at(load, 100);

    assertEquals(
        "{\"t\":0.1,\"ok\":1,\"failed\":1,\"codes\":{\"UNAVAILABLE\":1},"
            + "\"endpoints\":{\"127.0.0.1:9001\":1},\"max_ms\":3.0}",
        lines.get(0).encode());
  }

  @Test
  void stallIsFollowedByTheLinesAndCallsItHeldBack() {
    LoadClient load = load("--rate", "100", "--seconds", "1");
    at(load, 310);
    assertEquals(3, lines.size());
    assertEquals(31, calls.size());
  }

  @Test
  void callsPastTheBoundFailUnmade() {
    LoadClient load = load("--rate", "100", "--seconds", "1", "--max_outstanding", "2");
    at(load, 100);
    assertEquals(2, calls.size());
    assertEquals(8, lines.get(0).getJsonObject("codes").getInteger("RESOURCE_EXHAUSTED"));
  }

  @Test
  void endComesWhenTheTimeIsOverAndAllCallsHaveEnded() {
    LoadClient load = load("--rate", "1", "--seconds", "1", "--wait_for_ready");
    at(load, 1_500);
    assertEquals(1, calls.size());
    assertFalse(load.ended().isComplete());
    calls.poll().complete(new Answer(Status.OK, "127.0.0.1:9001"));
    at(load, 1_502);
    assertTrue(load.ended().isComplete());
    assertEquals(1, lines.get(lines.size() - 1).getInteger("ok"));
  }

  @Test
  void wrongFlagsAreNamed() {
    assertTrue(message("--rate", "0").contains("--rate is 0, must be >= 1"));
    assertTrue(message("--service_config_json", "{").contains("--service_config_json is no JSON"));
    assertTrue(message("--speed", "1").contains("--speed is not known"));
  }

  private static String message(String... args) {
    return assertThrows(IllegalArgumentException.class, () -> LoadOptions.parse(args)).getMessage();
  }

  private LoadClient load(String... args) {
    return new LoadClient(LoadOptions.parse(args), () -> now, this::call, lines::add);
  }

  private io.vertx.core.Future<Answer> call() {
    Promise<Answer> call = Promise.promise();
    calls.add(call);
    return call.future();
  }

  private void at(LoadClient load, long millis) {
    now = 7 + millis * MILLI;
    load.tick();
  }
}
