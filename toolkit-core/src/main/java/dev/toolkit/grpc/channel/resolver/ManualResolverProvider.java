package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Resolution;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scheme whose endpoints a test says: what is given to {@link #resolved} or {@link #failed} goes
 * to every resolver of the scheme, each on its own context, and the last of it to those that are
 * started later. Any thread may call it.
 */
public final class ManualResolverProvider implements ResolverProvider {

  private final String scheme;
  private final List<Manual> open = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Consumer<Resolver.Listener>> last =
      new AtomicReference<>();
  private final AtomicInteger resolveNow = new AtomicInteger();
  private final AtomicReference<@Nullable Status> answer = new AtomicReference<>();

  /** A scheme; any target of it is right. */
  public ManualResolverProvider(String scheme) {
    this.scheme = scheme;
  }

  /** Says what was found. */
  public ManualResolverProvider resolved(Resolution resolution) {
    return tell(listener -> answer.set(listener.resolved(resolution)));
  }

  /** Says that nothing could be found. */
  public ManualResolverProvider failed(Status failure) {
    return tell(listener -> listener.failed(failure));
  }

  /** How many times a channel asked to look again, in all. */
  public int resolveNowCalls() {
    return resolveNow.get();
  }

  /** How many resolvers are started and not closed. */
  public int openResolvers() {
    return open.size();
  }

  /** What a channel last said of a resolution; null if none has. */
  public @Nullable Status lastAnswer() {
    return answer.get();
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public void check(Target target) {}

  @Override
  public Resolver create(Target target, ResolverContext context) {
    return new Manual();
  }

  private ManualResolverProvider tell(Consumer<Resolver.Listener> news) {
    last.set(news);
    open.forEach(resolver -> resolver.tell(news));
    return this;
  }

  /** One resolver; it belongs to the context that started it, if there was one. */
  private final class Manual implements Resolver {

    private @Nullable Context home;
    private @Nullable Listener listener;

    @Override
    public void start(Listener listener) {
      this.listener = listener;
      home = Vertx.currentContext();
      open.add(this);
      Consumer<Listener> news = last.get();
      if (news != null) {
        news.accept(listener);
      }
    }

    @Override
    public void resolveNow() {
      resolveNow.incrementAndGet();
    }

    @Override
    public void close() {
      open.remove(this);
      listener = null;
    }

    private void tell(Consumer<Listener> news) {
      if (home == null) {
        accept(news);
      } else {
        home.runOnContext(ignored -> accept(news));
      }
    }

    private void accept(Consumer<Listener> news) {
      if (listener != null) {
        news.accept(listener);
      }
    }
  }
}
