package dev.toolkit.grpc.interop;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Messages on a pipe as connectrpc/conformance puts them there: the length in four bytes, big end
 * first, then the message.
 */
final class SizedMessages {

  private static final int MAX_SIZE = 64 * 1024 * 1024;

  private SizedMessages() {}

  /** The next message, blocking; empty at the end of the pipe. */
  static <T> Optional<T> read(DataInputStream in, Parser<T> parser) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int size = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (size < 0 || size > MAX_SIZE) {
      throw new IOException("a message of " + size + " bytes, limit is " + MAX_SIZE);
    }
    byte[] bytes = in.readNBytes(size);
    return Optional.of(parser.parseFrom(bytes, ExtensionRegistryLite.getEmptyRegistry()));
  }

  /** Writes a message and flushes. */
  static void write(DataOutputStream out, MessageLite message) throws IOException {
    out.writeInt(message.getSerializedSize());
    message.writeTo(out);
    out.flush();
  }
}
