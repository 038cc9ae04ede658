package dev.toolkit.grpc.transport.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged at INFO and above while it is open, and keeps it off the console. */
final class LogCounter extends Handler implements AutoCloseable {

  private final Logger root = Logger.getLogger("");
  private final Handler[] usual = root.getHandlers();
  private final AtomicInteger lines = new AtomicInteger();
  private String first = "";

  LogCounter() {
    for (Handler handler : usual) {
      root.removeHandler(handler);
    }
    root.addHandler(this);
  }

  int lines() {
    return lines.get();
  }

  /** The first records, to say what it is about. */
  String first() {
    return first;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.INFO.intValue() && lines.getAndIncrement() < 3) {
      first +=
          record.getLoggerName() + ": " + record.getMessage() + ", " + record.getThrown() + ";; ";
    }
  }

  @Override
  public void flush() {
    // Nothing is kept.
  }

  @Override
  public void close() {
    root.removeHandler(this);
    for (Handler handler : usual) {
      root.addHandler(handler);
    }
  }
}
