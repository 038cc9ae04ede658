package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about one call, beside its method and its messages.
 *
 * @param codec the name of the codec of the messages; {@code proto} by default
 * @param compression the name of the compressor of the requests; {@code identity} by default
 * @param timeout the time that the call may take, null for none; counted from the start of the call
 * @param deadline the point in time by which the call must be complete, null for none
 * @param metadata the metadata sent at the start of the call
 * @param waitForReady whether to wait for a connection rather than fail while there is none; null
 *     leaves it to the service config
 * @param maxRequestSize the largest request in bytes that is sent; negative leaves it to the client
 * @param maxResponseSize the largest response in bytes that is taken, compressed and decompressed;
 *     negative leaves it to the client
 * @param inherit whether a call made while serving another inherits its deadline and is cancelled
 *     with it; true by default
 * @param authority the authority to call in place of the one of the target, null for that of the
 *     target; with TLS the peer's certificate must be for it too, else the call is UNAVAILABLE
 * @param attributes values for interceptors, resolvers and balancers
 */
public record CallOptions(
    String codec,
    String compression,
    @Nullable Duration timeout,
    @Nullable Deadline deadline,
    Metadata metadata,
    @Nullable Boolean waitForReady,
    int maxRequestSize,
    int maxResponseSize,
    boolean inherit,
    @Nullable String authority,
    Attributes attributes) {

  /** The options of a call of which its caller says nothing. */
  public static final CallOptions DEFAULT =
      new CallOptions(
          "proto",
          Payload.IDENTITY,
          null,
          null,
          Metadata.EMPTY,
          null,
          -1,
          -1,
          true,
          null,
          Attributes.EMPTY);

  /** These options with another codec, such as {@code json}. */
  public CallOptions withCodec(String codec) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with another compressor for the requests, such as {@code gzip}. */
  public CallOptions withCompression(String compression) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with another time that the call may take. */
  public CallOptions withTimeout(Duration timeout) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with another deadline. */
  public CallOptions withDeadline(Deadline deadline) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with other metadata. */
  public CallOptions withMetadata(Metadata metadata) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with or without waiting for a connection. */
  public CallOptions withWaitForReady(boolean waitForReady) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with other limits for the size of a message, in bytes. */
  public CallOptions withMaxSizes(int maxRequestSize, int maxResponseSize) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with or without inheriting from the call that is being served. */
  public CallOptions withInherit(boolean inherit) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with another authority. */
  public CallOptions withAuthority(String authority) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes);
  }

  /** These options with a value for an attribute. */
  public <T> CallOptions withAttribute(Attributes.Key<T> key, T value) {
    return new CallOptions(
        codec,
        compression,
        timeout,
        deadline,
        metadata,
        waitForReady,
        maxRequestSize,
        maxResponseSize,
        inherit,
        authority,
        attributes.with(key, value));
  }

  /** These options with credentials of the call, beside those of its client. */
  public CallOptions withCredentials(CallCredentials credentials) {
    return withAttribute(CallCredentials.KEY, credentials);
  }
}
