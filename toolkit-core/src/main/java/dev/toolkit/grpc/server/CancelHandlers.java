package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Status;
import io.vertx.core.Handler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who want to hear that a call is cancelled. */
final class CancelHandlers {

  private final Set<Registration> registrations = new LinkedHashSet<>();

  /** Adds one; the returned action takes it out again. */
  Runnable add(Handler<Status> handler) {
    var registration = new Registration(handler);
    registrations.add(registration);
    return () -> registrations.remove(registration);
  }

  /** Tells and forgets all. */
  void fire(Status reason) {
    var all = List.copyOf(registrations);
    registrations.clear();
    all.forEach(registration -> registration.handler.handle(reason));
  }

  /** One interest; the same handler may have several. */
  private static final class Registration {

    private final Handler<Status> handler;

    Registration(Handler<Status> handler) {
      this.handler = handler;
    }
  }
}
