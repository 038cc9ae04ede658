package dev.toolkit.grpc.channel.balancer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Endpoints on a ring of hashes, each as often as its weight says. Immutable. See gRFC A42, "Ring
 * construction".
 */
final class HashRing {

  private final List<Entry> entries;

  private HashRing(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A ring of endpoints, one at least.
   *
   * @param members the endpoints
   * @param minSize how many entries there are at least, so that the lightest endpoint has a whole
   *     number of them, unless that is more than
   * @param maxSize how many entries there are at most
   */
  static HashRing of(List<Member> members, int minSize, int maxSize) {
    List<Member> sorted = members.stream().sorted(Comparator.comparing(Member::key)).toList();
    double sum = sorted.stream().mapToDouble(Member::weight).sum();
    double lightest = sorted.stream().mapToDouble(Member::weight).min().orElse(1) / sum;
    double scale = Math.min(Math.ceil(lightest * minSize) / lightest, maxSize);
    var entries = new ArrayList<Entry>((int) Math.ceil(scale));
    double target = 0;
    for (Member member : sorted) {
      target += scale * member.weight() / sum;
      for (int n = 0; entries.size() < target; n++) {
        entries.add(new Entry(XxHash64.of(member.key() + "_" + n, 0), member.child()));
      }
    }
    entries.sort((a, b) -> Long.compareUnsigned(a.hash(), b.hash()));
    return new HashRing(entries);
  }

  int size() {
    return entries.size();
  }

  /** The child at a place; places go on from the last one to the first. */
  EndpointChild<LazyChild> child(int place) {
    return entries.get(place < size() ? place : place - size()).child();
  }

  /** The place of the first entry that is not before a hash. */
  int place(long hash) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries.get(middle).hash(), hash) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == size() ? 0 : low;
  }

  /**
   * An endpoint on the ring.
   *
   * @param key what is hashed
   * @param weight how many entries it has, beside others
   * @param child the endpoint's child
   */
  record Member(String key, int weight, EndpointChild<LazyChild> child) {}

  private record Entry(long hash, EndpointChild<LazyChild> child) {}
}
