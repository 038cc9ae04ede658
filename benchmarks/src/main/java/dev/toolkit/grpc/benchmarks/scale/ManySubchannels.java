package dev.toolkit.grpc.benchmarks.scale;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A policy that makes idle subchannels and no more. */
final class ManySubchannels implements BalancerProvider, Balancer {

  private static final int PORT = 50051;

  private final List<Subchannel> subchannels = new ArrayList<>();
  private final Promise<Void> made = Promise.promise();
  private final List<SocketAddress> addresses;
  private BalancerHelper helper;

  ManySubchannels(int count) {
    addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(SocketAddress.inetSocketAddress(PORT, address(i)));
    }
  }

  /** A loopback address for each number. */
  static String address(int number) {
    return "127.1." + (number >> 8) + "." + (number & 0xff);
  }

  /** Completes when they are made. */
  Promise<Void> made() {
    return made;
  }

  int count() {
    return subchannels.size();
  }

  @Override
  public String policyName() {
    return "many_subchannels";
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    return BalancerConfig.NONE;
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    this.helper = helper;
    return this;
  }

  @Override
  public Status accept(BalancerUpdate update) {
    for (SocketAddress address : addresses) {
      subchannels.add(helper.createSubchannel(address, Endpoint.of(address), state -> {}));
    }
    made.complete();
    return Status.OK;
  }

  @Override
  public void resolverFailed(Status failure) {
    made.fail(failure.asException());
  }

  @Override
  public void exitIdle() {}

  @Override
  public void close() {
    subchannels.forEach(Subchannel::shutdown);
  }
}
