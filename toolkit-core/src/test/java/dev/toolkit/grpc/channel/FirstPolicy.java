package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simplest policy: the first address of the first endpoint, always connected. */
final class FirstPolicy implements BalancerProvider {

  private final String name;
  final List<First> balancers = new ArrayList<>();
  @Nullable Throwable onCreate;
  @Nullable Throwable onAccept;
  @Nullable Throwable onChange;
  @Nullable Throwable onClose;

  FirstPolicy(String name) {
    this.name = name;
  }

  /** The balancer that was made last. */
  First last() {
    return balancers.get(balancers.size() - 1);
  }

  @Override
  public String policyName() {
    return name;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    return BalancerConfig.NONE;
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    raise(onCreate);
    var balancer = new First(helper);
    balancers.add(balancer);
    return balancer;
  }

  private static void raise(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure != null) {
      throw (Error) failure;
    }
  }

  /** A balancer of this policy. */
  final class First implements Balancer {

    final BalancerHelper helper;
    @Nullable Subchannel subchannel;
    boolean closed;

    First(BalancerHelper helper) {
      this.helper = helper;
    }

    @Override
    public Status accept(BalancerUpdate update) {
      raise(onAccept);
      if (update.endpoints().isEmpty()) {
        var status = Status.of(Code.UNAVAILABLE, "no endpoints");
        helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(status)));
        return status;
      }
      Endpoint endpoint = update.endpoints().get(0);
      var address = endpoint.addresses().get(0);
      if (subchannel == null || !subchannel.address().equals(address)) {
        if (subchannel != null) {
          subchannel.shutdown();
        }
        subchannel = helper.createSubchannel(address, endpoint, this::changed);
        subchannel.connect();
      }
      return Status.OK;
    }

    @Override
    public void resolverFailed(Status failure) {
      if (subchannel == null) {
        helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
      }
    }

    @Override
    public void exitIdle() {
      if (subchannel != null) {
        subchannel.connect();
      }
    }

    @Override
    public void close() {
      closed = true;
      raise(onClose);
      if (subchannel != null) {
        subchannel.shutdown();
      }
    }

    private void changed(Subchannel.State state) {
      raise(onChange);
      PickResult result =
          switch (state.connectivity()) {
            case READY -> PickResult.to(subchannel);
            case TRANSIENT_FAILURE -> PickResult.fail(state.failure());
            default -> PickResult.QUEUE;
          };
      helper.update(state.connectivity(), Picker.of(result));
      if (state.connectivity() == ConnectivityState.IDLE) {
        subchannel.connect();
      }
    }
  }
}
