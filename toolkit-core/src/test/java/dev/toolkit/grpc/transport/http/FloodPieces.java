package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.indexed;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;

/** The larger pieces of {@link Floods}. */
final class FloodPieces {

  static final String[] NO_CALL = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "localhost"
  };

  /** The first entry of HPACK's dynamic table, as an indexed field. */
  private static final byte[] FIRST_ENTRY = {(byte) 0xbe};

  private FloodPieces() {}

  static byte[] connectionHeader(int id) {
    return headers(id, true, call("/test.Wire/Echo", "connection", "close"));
  }

  /** A header list of more than 8 KiB in one literal. */
  static byte[] largeList() {
    return call("/test.Wire/Echo", "x-large", "x".repeat(9000));
  }

  static byte[] manyHeaders() {
    return join(call("/test.Wire/Echo"), repeat(block("a", ""), 3000));
  }

  /** One entry of 4,000 bytes, and 12,000 references of a byte each: 48 MB of headers. */
  static byte[] referenceBomb(int id) {
    byte[] entry = indexed("bomb", "x".repeat(4000));
    return headers(id, true, join(call("/test.Wire/Echo"), entry, repeat(FIRST_ENTRY, 12_000)));
  }

  static byte[] tableChurn(int id) {
    return headers(id, true, join(call("/test.Wire/Echo"), repeat(indexed("a", "b"), 150)));
  }

  static byte[] upload(int id) {
    byte[] message = text("z".repeat(8000));
    return join(
        headers(id, false, call("/test.Wire/Ignore")),
        data(id, false, message),
        data(id, false, message));
  }

  static int[] manySettings() {
    int[] all = new int[400];
    for (int i = 0; i < all.length; i += 2) {
      all[i] = 0x4000 + i;
      all[i + 1] = i;
    }
    return all;
  }
}
