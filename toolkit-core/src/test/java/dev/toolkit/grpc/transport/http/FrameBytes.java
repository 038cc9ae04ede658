package dev.toolkit.grpc.transport.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 as bytes, well-formed or not. See RFC 9113, section 6. */
final class FrameBytes {

  static final int DATA = 0x0;
  static final int HEADERS = 0x1;
  static final int PRIORITY = 0x2;
  static final int RST_STREAM = 0x3;
  static final int SETTINGS = 0x4;
  static final int PUSH_PROMISE = 0x5;
  static final int PING = 0x6;
  static final int GOAWAY = 0x7;
  static final int WINDOW_UPDATE = 0x8;
  static final int CONTINUATION = 0x9;

  static final int NO_FLAGS = 0x0;
  static final int ACK = 0x1;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int WITH_PRIORITY = 0x20;

  static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  static final byte[] EMPTY = {};

  private static final int HEADER = 9;

  private FrameBytes() {}

  static byte[] frame(int type, int flags, int streamId, byte[] payload) {
    return header(payload.length, type, flags, streamId).put(payload).array();
  }

  /** The header of a frame that claims a length, and nothing behind it. */
  static byte[] headerOnly(int length, int type, int flags, int streamId) {
    return header(0, type, flags, streamId)
        .put(0, (byte) (length >> 16))
        .put(1, (byte) (length >> 8))
        .put(2, (byte) length)
        .array();
  }

  static byte[] settings(int... idsAndValues) {
    ByteBuffer payload = ByteBuffer.allocate(idsAndValues.length * 3);
    for (int i = 0; i < idsAndValues.length; i += 2) {
      payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
    }
    return frame(SETTINGS, NO_FLAGS, 0, payload.array());
  }

  static byte[] settingsAck() {
    return frame(SETTINGS, ACK, 0, EMPTY);
  }

  static byte[] ping() {
    return frame(PING, NO_FLAGS, 0, new byte[8]);
  }

  static byte[] pingAck(byte[] payload) {
    return frame(PING, ACK, 0, payload);
  }

  static byte[] windowUpdate(int streamId, int increment) {
    return frame(WINDOW_UPDATE, NO_FLAGS, streamId, int32(increment));
  }

  static byte[] reset(int streamId, int code) {
    return frame(RST_STREAM, NO_FLAGS, streamId, int32(code));
  }

  static byte[] goAway(int lastStreamId, int code) {
    return frame(
        GOAWAY, NO_FLAGS, 0, ByteBuffer.allocate(8).putInt(lastStreamId).putInt(code).array());
  }

  static byte[] goAway(int lastStreamId, int code, String debugData) {
    byte[] numbers = ByteBuffer.allocate(8).putInt(lastStreamId).putInt(code).array();
    return frame(GOAWAY, NO_FLAGS, 0, join(numbers, ascii(debugData)));
  }

  static byte[] priority(int streamId, int dependsOn) {
    return frame(
        PRIORITY,
        NO_FLAGS,
        streamId,
        ByteBuffer.allocate(5).putInt(dependsOn).put((byte) 15).array());
  }

  static byte[] data(int streamId, boolean end, byte[] payload) {
    return frame(DATA, end ? END_STREAM : NO_FLAGS, streamId, payload);
  }

  static byte[] headers(int streamId, boolean end, byte[] block) {
    return frame(HEADERS, END_HEADERS | (end ? END_STREAM : NO_FLAGS), streamId, block);
  }

  /** A message of gRPC: flags, length, bytes. */
  static byte[] message(int flags, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) flags)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** The prefix of a message that claims a length. */
  static byte[] prefix(int flags, int length) {
    return ByteBuffer.allocate(5).put((byte) flags).putInt(length).array();
  }

  /** A text message: a {@code google.protobuf.StringValue}. */
  static byte[] text(String text) {
    return message(0, com.google.protobuf.StringValue.of(text).toByteArray());
  }

  /** A header block of literals that are not indexed; names and values go out as they are. */
  static byte[] block(String... namesAndValues) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.write(0);
      string(out, namesAndValues[i]);
      string(out, namesAndValues[i + 1]);
    }
    return out.toByteArray();
  }

  /** The header block of a call. */
  static byte[] call(String path, String... more) {
    return join(
        block(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            path,
            ":authority",
            "localhost",
            "content-type",
            "application/grpc",
            "te",
            "trailers"),
        block(more));
  }

  /** A literal that goes into the dynamic table. */
  static byte[] indexed(String name, String value) {
    var out = new ByteArrayOutputStream();
    out.write(0x40);
    string(out, name);
    string(out, value);
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] repeat(byte[] bytes, int times) {
    ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
    for (int i = 0; i < times; i++) {
      all.put(bytes);
    }
    return all.array();
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer header(int length, int type, int flags, int streamId) {
    return ByteBuffer.allocate(HEADER + length)
        .put((byte) (length >> 16))
        .put((byte) (length >> 8))
        .put((byte) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(streamId);
  }

  /** A string without Huffman coding, its length as an integer with a prefix of 7 bits. */
  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = ascii(text);
    int length = bytes.length;
    if (length < 127) {
      out.write(length);
    } else {
      out.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest >>= 7) {
        out.write(rest & 0x7f | 0x80);
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }
}
