package dev.toolkit.grpc.channel;

/** A way to find endpoints, chosen by the scheme of the target. */
public interface ResolverProvider {

  /** The scheme of the targets, such as {@code dns}; in lower case. */
  String scheme();

  /**
   * The authority of calls to a target, and with TLS the name that certificates must be for.
   * Default: the endpoint of the target.
   */
  default String authority(Target target) {
    return target.endpoint();
  }

  /**
   * Checks a target; nothing is looked up.
   *
   * @throws IllegalArgumentException if the target is not of the form of this scheme, with what is
   *     expected
   */
  void check(Target target);

  /** A resolver of a target that was checked, which does nothing before it is started. */
  Resolver create(Target target, ResolverContext context);
}
