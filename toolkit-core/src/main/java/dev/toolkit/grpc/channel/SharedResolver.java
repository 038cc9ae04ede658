package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.config.ServiceConfig;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One resolver for the channels of a client on all event loops: it runs on a context of its own,
 * from when the first channel wants it until the last one has closed, and what it finds hops to
 * each. A channel that comes later is told at once what was found last.
 *
 * <p>What the channels say of a resolution would come too late for the resolver, which is told here
 * what they would say of it: one without endpoints, or with a wrong service config, is of no use.
 */
public final class SharedResolver {

  private final ContextInternal context;
  private final Supplier<Resolver> resolvers;
  private final BalancerRegistry balancers;
  private final Consumer<String> ignoredFields;

  // On the context.
  private final List<View> views = new ArrayList<>();
  private @Nullable Resolver resolver;
  private @Nullable Resolution last;
  private @Nullable Status lastFailure;

  /**
   * A resolver that is not made yet.
   *
   * @param context the context that it runs on
   * @param resolvers makes it, on that context
   * @param balancers the policies that a service config can name
   * @param ignoredFields takes, on that context, the path of each field of a service config that is
   *     not known, whenever it is found
   */
  public SharedResolver(
      ContextInternal context,
      Supplier<Resolver> resolvers,
      BalancerRegistry balancers,
      Consumer<String> ignoredFields) {
    this.ignoredFields = ignoredFields;
    this.context = context;
    this.resolvers = resolvers;
    this.balancers = balancers;
  }

  /** The resolver as a channel sees it; called on the channel's context. */
  public Resolver view() {
    return new View(ContextInternal.current());
  }

  private void add(View view) {
    views.add(view);
    if (resolver == null) {
      resolver = resolvers.get();
      resolver.start(new Hears());
    } else if (last != null) {
      view.tell(last);
    } else if (lastFailure != null) {
      view.tellFailure(lastFailure);
    }
  }

  private void remove(View view) {
    if (views.remove(view) && views.isEmpty()) {
      Resolver closing = resolver;
      resolver = null;
      last = null;
      lastFailure = null;
      closing.close();
    }
  }

  private void resolveNow() {
    if (resolver != null) {
      resolver.resolveNow();
    }
  }

  private Status check(Resolution resolution) {
    if (resolution.endpoints().isEmpty()) {
      return Status.of(Code.UNAVAILABLE, "name resolution found no endpoints");
    }
    String config = resolution.serviceConfig();
    try {
      if (config != null) {
        ResolvedConfig.of(ServiceConfig.parse(config, ignoredFields), balancers, null);
      }
      return Status.OK;
    } catch (IllegalArgumentException e) {
      return Status.of(Code.UNAVAILABLE, "the service config is wrong: " + e.getMessage());
    }
  }

  /** Hears of the resolver, on the context. */
  private final class Hears implements Resolver.Listener {

    @Override
    public Status resolved(Resolution resolution) {
      Status status = check(resolution);
      if (status.isOk() || last == null) {
        last = resolution;
      }
      List.copyOf(views).forEach(view -> view.tell(resolution));
      return status;
    }

    @Override
    public void failed(Status failure) {
      lastFailure = failure;
      List.copyOf(views).forEach(view -> view.tellFailure(failure));
    }
  }

  /** The resolver of one channel. */
  private final class View implements Resolver {

    private final ContextInternal owner;
    private @Nullable Listener listener;

    View(ContextInternal owner) {
      this.owner = owner;
    }

    @Override
    public void start(Listener listener) {
      this.listener = listener;
      context.runOnContext(v -> begin());
    }

    @Override
    public void resolveNow() {
      context.runOnContext(v -> SharedResolver.this.resolveNow());
    }

    @Override
    public void close() {
      listener = null;
      context.runOnContext(v -> remove(this));
    }

    void tell(Resolution resolution) {
      owner.runOnContext(v -> told(resolution));
    }

    void tellFailure(Status failure) {
      owner.runOnContext(v -> toldFailure(failure));
    }

    private void begin() {
      try {
        add(this);
      } catch (RuntimeException e) {
        Status status = Status.of(Code.UNAVAILABLE, "the resolver failed: " + e).withCause(e);
        tellFailure(status);
      }
    }

    private void told(Resolution resolution) {
      if (listener != null) {
        listener.resolved(resolution);
      }
    }

    private void toldFailure(Status failure) {
      if (listener != null) {
        listener.failed(failure);
      }
    }
  }
}
