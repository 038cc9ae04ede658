package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call begins, on both sides: what is called, by which means, until when.
 *
 * @param path the path of the method, {@code /helloworld.Greeter/SayHello}
 * @param kind how many messages flow each way; on a server {@link MethodKind#BIDI_STREAMING} until
 *     the method is found
 * @param authority the authority that is called; empty on a client for that of the connection
 * @param metadata the metadata of the caller
 * @param deadline when the call ends at the latest, null for never
 * @param codec the name of the codec of the messages both ways
 * @param encoding the name of the compressor of those requests that are compressed
 * @param acceptedEncodings the names of the compressors that the caller understands, without {@code
 *     identity}; on a client the transport fills them in
 * @param options what the caller said; {@link CallOptions#DEFAULT} on a server
 * @param attributes typed values, among them the {@link Peer} on a server
 */
public record CallHead(
    String path,
    MethodKind kind,
    String authority,
    Metadata metadata,
    @Nullable Deadline deadline,
    String codec,
    String encoding,
    List<String> acceptedEncodings,
    CallOptions options,
    Attributes attributes) {

  /** The full name of the service, empty if the path names none. */
  public String serviceName() {
    int slash = path.lastIndexOf('/');
    return slash > 0 ? path.substring(1, slash) : "";
  }

  /** The name of the method. */
  public String methodName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** This head with other metadata. */
  public CallHead withMetadata(Metadata metadata) {
    return new CallHead(
        path,
        kind,
        authority,
        metadata,
        deadline,
        codec,
        encoding,
        acceptedEncodings,
        options,
        attributes);
  }

  /** This head with another deadline. */
  public CallHead withDeadline(@Nullable Deadline deadline) {
    return new CallHead(
        path,
        kind,
        authority,
        metadata,
        deadline,
        codec,
        encoding,
        acceptedEncodings,
        options,
        attributes);
  }

  /** This head with the kind of the method that was found. */
  public CallHead withKind(MethodKind kind) {
    return new CallHead(
        path,
        kind,
        authority,
        metadata,
        deadline,
        codec,
        encoding,
        acceptedEncodings,
        options,
        attributes);
  }

  /** This head with other options. */
  public CallHead withOptions(CallOptions options) {
    return new CallHead(
        path,
        kind,
        authority,
        metadata,
        deadline,
        codec,
        encoding,
        acceptedEncodings,
        options,
        attributes);
  }

  /** This head with a value for an attribute. */
  public <T> CallHead withAttribute(Attributes.Key<T> key, T value) {
    return new CallHead(
        path,
        kind,
        authority,
        metadata,
        deadline,
        codec,
        encoding,
        acceptedEncodings,
        options,
        attributes.with(key, value));
  }
}
