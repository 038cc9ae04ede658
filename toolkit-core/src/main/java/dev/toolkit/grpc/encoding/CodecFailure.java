package dev.toolkit.grpc.encoding;

import com.google.protobuf.MessageOrBuilder;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;

/** The failures of codecs, as statuses that name the type and the reason. */
final class CodecFailure {

  /** Reasons come from parsers that may quote the payload: no more than this many characters. */
  static final int MAX_REASON = 120;

  private CodecFailure() {}

  static StatusException encoding(String codec, Object message, Exception cause) {
    return failure("cannot encode " + nameOf(message) + " as " + codec, cause);
  }

  static StatusException decoding(String codec, MessageType<?> type, Exception cause) {
    return failure("cannot decode " + nameOf(type.defaultInstance()) + " from " + codec, cause);
  }

  private static StatusException failure(String what, Exception cause) {
    return Status.of(Code.INTERNAL, what + ": " + reason(cause)).withCause(cause).asException();
  }

  private static String nameOf(Object message) {
    return message instanceof MessageOrBuilder m
        ? m.getDescriptorForType().getFullName()
        : message.getClass().getName();
  }

  private static String reason(Exception cause) {
    String text = cause.getMessage();
    if (text == null) {
      return cause.getClass().getSimpleName();
    }
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
  }
}
