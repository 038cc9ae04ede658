package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the heads of calls, of what their callers say and what the client's options say. */
final class HeadFactory {

  private final Codecs codecs;
  private final Compressors compressors;
  private final GrpcClientOptions clientOptions;
  private final CallOptions defaults;

  HeadFactory(Codecs codecs, Compressors compressors, GrpcClientOptions clientOptions) {
    this.codecs = codecs;
    this.compressors = compressors;
    this.clientOptions = clientOptions;
    this.defaults = complete(CallOptions.DEFAULT.withCompression(clientOptions.getCompression()));
  }

  /** The options of a call whose caller gives none. */
  CallOptions defaults() {
    return defaults;
  }

  /**
   * The head of a call.
   *
   * @throws dev.toolkit.grpc.StatusException for a codec or compressor that is not in the sets
   */
  CallHead head(MethodDescriptor<?, ?> method, CallOptions said, @Nullable CallContext parent) {
    CallOptions options = said == defaults ? defaults : complete(said);
    if (compressors.byName(options.compression()) == null) {
      throw unknown("compressor", options.compression(), compressors.names());
    }
    Deadline deadline = Inherited.deadline(options, parent);
    return new CallHead(
        method.path(),
        method.kind(),
        options.authority() == null ? "" : options.authority(),
        options.metadata(),
        deadline,
        options.codec(),
        options.compression(),
        List.of(),
        options,
        options.attributes());
  }

  /**
   * The codec that options name.
   *
   * @throws dev.toolkit.grpc.StatusException if it is not in the set
   */
  Codec codec(CallOptions options) {
    Codec codec = codecs.byName(options.codec());
    if (codec == null) {
      throw unknown("codec", options.codec(), codecs.names());
    }
    return codec;
  }

  private CallOptions complete(CallOptions said) {
    CallOptions options = said;
    if (options.waitForReady() == null && clientOptions.isWaitForReady()) {
      options = options.withWaitForReady(true);
    }
    boolean endless = options.timeout() == null && options.deadline() == null;
    if (endless && clientOptions.getTimeout() != null) {
      options = options.withTimeout(clientOptions.getTimeout());
    }
    return options;
  }

  private static RuntimeException unknown(String what, String name, List<String> known) {
    String message = what + " \"" + name + "\" is not known to this client, known are " + known;
    return Status.of(Code.INTERNAL, message).asException();
  }
}
