package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.health.HealthService;
import dev.toolkit.grpc.health.ServingStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a server is told to do wrong, by lines of the standard input: {@code fail UNAVAILABLE} has
 * every call fail, {@code fail OK} ends that; {@code health NOT_SERVING} and {@code health SERVING}
 * say its health.
 */
final class Faults {

  private final List<HealthService> health = new CopyOnWriteArrayList<>();
  private volatile @Nullable Status failure;

  /** How every call ends; null if they are served. */
  @Nullable Status failure() {
    return failure;
  }

  /** Has the health of a server follow. */
  void add(HealthService service) {
    health.add(service);
    service.setStatus("", ServingStatus.SERVING);
  }

  /** Follows the standard input, on a thread of its own, until it ends. */
  void listen() {
    var thread = new Thread(this::follow, "faults");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try (var lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      lines.lines().forEach(this::apply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("fail")) {
      Code code = Code.valueOf(words[1]);
      failure = code == Code.OK ? null : Status.of(code, "told to fail");
    } else {
      ServingStatus status = ServingStatus.valueOf(words[1]);
      health.forEach(service -> service.setStatus("", status));
    }
    System.out.println("done: " + line);
  }
}
