package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;

/** What all calls of a server have in common. */
record Serving(Codecs codecs, Compressors compressors, ExceptionMapper exceptionMapper) {

  /** What a caller is told of a failure; never fails itself. */
  StatusException statusOf(Throwable failure) {
    StatusException mapped;
    try {
      mapped = exceptionMapper.map(failure);
    } catch (Throwable e) {
      return Status.of(Code.UNKNOWN, "").withCause(e).asException();
    }
    if (mapped == null || mapped.status().isOk()) {
      return Status.of(Code.INTERNAL, "the call failed with the status OK").asException();
    }
    return mapped;
  }

  /** The compressor of the responses of a call whose method names none: that of the requests. */
  String mirrored(CallHead head) {
    String name = head.encoding();
    if (name.equals(Payload.IDENTITY) || compressors.byName(name) == null) {
      return Payload.IDENTITY;
    }
    var accepted = head.acceptedEncodings();
    return accepted.isEmpty() || accepted.contains(name) ? name : Payload.IDENTITY;
  }

  /** Checks that a compressor may be used for the responses of a call. */
  void checkCompression(CallHead head, String name) {
    if (name.equals(Payload.IDENTITY)) {
      return;
    }
    if (compressors.byName(name) == null) {
      throw new IllegalArgumentException(
          "compressor " + name + " is not one of the server's: " + compressors.names());
    }
    if (!head.acceptedEncodings().contains(name)) {
      throw new IllegalArgumentException(
          "compressor " + name + " is not accepted by the caller: " + head.acceptedEncodings());
    }
  }
}
