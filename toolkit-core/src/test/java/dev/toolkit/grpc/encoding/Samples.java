package dev.toolkit.grpc.encoding;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.HexFormat;
import java.util.Random;

/** Buffers to test with. */
final class Samples {

  private Samples() {}

  static Buffer hex(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  static Buffer noise(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  static Buffer text(int size) {
    var text = new StringBuilder(size + 16);
    for (int i = 0; text.length() < size; i++) {
      text.append("line ").append(i % 97).append('\n');
    }
    return Buffer.buffer(text.substring(0, size));
  }

  static Buffer zeros(int size) {
    return Buffer.buffer(new byte[size]);
  }

  /** The same bytes off the heap. */
  static Buffer direct(Buffer bytes) {
    return BufferInternal.buffer(Unpooled.directBuffer().writeBytes(bytes.getBytes()));
  }

  /** The same bytes, somewhere inside a larger array. */
  static Buffer slice(Buffer bytes) {
    return Buffer.buffer("before")
        .appendBuffer(bytes)
        .appendString("after")
        .slice(6, 6 + bytes.length());
  }
}
