package dev.toolkit.grpc.benchmarks.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The resident memory of this process and of a server's, as Linux tells it. */
public final class ProcessMemory {

  private static final String RESIDENT = "VmRSS:";
  private static final int ESTABLISHED = 1;

  private final long serverPid;

  /** Of this process and the one with the given number. */
  public ProcessMemory(long serverPid) {
    this.serverPid = serverPid;
  }

  /** This process, in KiB. */
  public long client() {
    return of("self");
  }

  /** The server, in KiB. */
  public long server() {
    return of(Long.toString(serverPid));
  }

  /** How many connections to a local port are established. */
  public static int connectionsOf(int port) throws IOException {
    String suffix = String.format(":%04X", port);
    int found = 0;
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] fields = line.trim().split("\\s+");
        boolean open = fields[1].endsWith(suffix) && isEstablished(fields[3]);
        found += open ? 1 : 0;
      }
    }
    return found;
  }

  private static boolean isEstablished(String state) {
    return state.length() == 2 && Integer.parseInt(state, 16) == ESTABLISHED;
  }

  private static long of(String process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", process, "status"))) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("process " + process + " has no " + RESIDENT);
  }
}
