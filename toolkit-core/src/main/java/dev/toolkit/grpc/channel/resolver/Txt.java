package dev.toolkit.grpc.channel.resolver;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads TXT records. */
final class Txt {

  private Txt() {}

  /**
   * The text of one record: its pieces, each with its length in front, put together. See RFC 1035,
   * 3.3.14, and gRFC A2.
   */
  static String text(ByteBuf content) {
    var text = new StringBuilder();
    int at = content.readerIndex();
    while (at < content.writerIndex()) {
      int length = Math.min(content.getUnsignedByte(at), content.writerIndex() - at - 1);
      text.append(content.toString(at + 1, length, StandardCharsets.UTF_8));
      at += 1 + length;
    }
    return text.toString();
  }
}
