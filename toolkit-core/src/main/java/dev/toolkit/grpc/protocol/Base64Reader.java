package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/**
 * Decodes a body of base64 piece by piece. Each part that its writer flushed may be padded on its
 * own. See PROTOCOL-WEB.md, "Protocol differences vs gRPC over HTTP2".
 */
public final class Base64Reader {

  private static final int GROUP = 4;

  private final byte[] rest = new byte[GROUP];
  private int restLength;

  /**
   * Decodes a piece; up to three characters are kept for the next one.
   *
   * @throws dev.toolkit.grpc.StatusException INTERNAL if it is not base64
   */
  public Buffer decode(Buffer piece) {
    int total = restLength + piece.length();
    int whole = total - total % GROUP;
    var text = new byte[total];
    System.arraycopy(rest, 0, text, 0, restLength);
    piece.getBytes(text, restLength);
    restLength = total - whole;
    System.arraycopy(text, whole, rest, 0, restLength);
    return decodeGroups(text, whole);
  }

  /** Whether the body may end here. */
  public boolean isAtBoundary() {
    return restLength == 0;
  }

  private static Buffer decodeGroups(byte[] text, int length) {
    var out = Buffer.buffer(length / GROUP * 3);
    int start = 0;
    for (int i = 0; i < length; i += GROUP) {
      if (text[i + 3] == '=' || i + GROUP == length) {
        out.appendBytes(decodeRun(text, start, i + GROUP));
        start = i + GROUP;
      }
    }
    return out;
  }

  private static byte[] decodeRun(byte[] text, int start, int end) {
    try {
      return Base64.getDecoder().decode(java.util.Arrays.copyOfRange(text, start, end));
    } catch (IllegalArgumentException e) {
      throw Status.of(Code.INTERNAL, "the gRPC-Web-text body is not base64: " + e.getMessage())
          .asException();
    }
  }
}
