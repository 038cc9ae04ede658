package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Of some endpoints by chance the one with the fewest attempts in flight. */
final class LeastRequestBalancer extends EndpointSharding<CountedChild> {

  private LeastRequestConfig config = LeastRequestConfig.DEFAULT;

  LeastRequestBalancer(BalancerHelper helper) {
    super(helper, Connecting.EAGER);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    config =
        update.config() instanceof LeastRequestConfig newer ? newer : LeastRequestConfig.DEFAULT;
    return super.accept(update);
  }

  @Override
  CountedChild create(BalancerHelper child) {
    return new CountedChild(child);
  }

  @Override
  Picker readyPicker(List<EndpointChild<CountedChild>> ready) {
    return new LeastRequestPicker(ready, config.choiceCount(), helper().random());
  }

  private record LeastRequestPicker(
      List<EndpointChild<CountedChild>> children, int choices, RandomGenerator random)
      implements Picker {

    @Override
    public PickResult pick(PickArgs args) {
      EndpointChild<CountedChild> best = sample();
      for (int i = 1; i < choices; i++) {
        EndpointChild<CountedChild> other = sample();
        if (other.balancer().inFlight() < best.balancer().inFlight()) {
          best = other;
        }
      }
      return best.picker().pick(args);
    }

    private EndpointChild<CountedChild> sample() {
      return children.get(random.nextInt(children.size()));
    }
  }
}
