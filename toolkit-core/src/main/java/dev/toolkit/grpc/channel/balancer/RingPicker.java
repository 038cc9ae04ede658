package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The endpoint of a hash on a ring, or the next one there that may be connected. */
final class RingPicker implements Picker {

  private static final PickResult NO_HASH =
      PickResult.fail(
          Status.of(
              Code.UNAVAILABLE,
              "ring_hash has no requestHashHeader, and nobody has set the hash of the call"));

  private final HashRing ring;
  private final @Nullable RequestHash header;
  private final RandomGenerator random;
  private final BooleanSupplier isConnecting;

  /**
   * A picker.
   *
   * @param ring the endpoints
   * @param header the metadata key that is hashed, empty for the attribute of the call
   * @param random for calls without the metadata
   * @param isConnecting whether one of the endpoints is CONNECTING
   */
  RingPicker(HashRing ring, String header, RandomGenerator random, BooleanSupplier isConnecting) {
    this.ring = ring;
    this.header = header.isEmpty() ? null : new RequestHash(header);
    this.random = random;
    this.isConnecting = isConnecting;
  }

  @Override
  public PickResult pick(PickArgs args) {
    if (header == null) {
      Long hash = args.head().attributes().get(RingHashProvider.REQUEST_HASH);
      return hash == null ? NO_HASH : byHash(hash, args);
    }
    return header.read(args.head().metadata())
        ? byHash(header.value(), args)
        : byChance(random.nextLong(), args);
  }

  /** The first endpoint from the hash on that has not failed; an IDLE one connects. */
  private PickResult byHash(long hash, PickArgs args) {
    int place = ring.place(hash);
    for (int i = 0; i < ring.size(); i++) {
      EndpointChild<LazyChild> child = ring.child(place + i);
      if (child.state() != ConnectivityState.TRANSIENT_FAILURE) {
        return child.picker().pick(args);
      }
    }
    return ring.child(place).picker().pick(args);
  }

  /** The first endpoint that is READY; one IDLE on the way connects, unless another one does. */
  private PickResult byChance(long hash, PickArgs args) {
    int place = ring.place(hash);
    boolean connecting = isConnecting.getAsBoolean();
    for (int i = 0; i < ring.size(); i++) {
      EndpointChild<LazyChild> child = ring.child(place + i);
      if (child.state() == ConnectivityState.READY) {
        return child.picker().pick(args);
      }
      if (!connecting && child.state() == ConnectivityState.IDLE) {
        connecting = true;
        child.exitIdle();
      }
    }
    return connecting ? PickResult.QUEUE : ring.child(place).picker().pick(args);
  }
}
