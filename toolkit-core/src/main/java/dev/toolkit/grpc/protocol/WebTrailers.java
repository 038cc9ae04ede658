package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The trailers of gRPC-Web: a last frame of the body that holds them as HTTP/1 header lines. */
public final class WebTrailers {

  /** The flag of the frame that holds the trailers. */
  public static final int TRAILERS = 0x80;

  private WebTrailers() {}

  /** Appends the frame to a body. */
  public static void append(Buffer body, MultiMap trailers) {
    var text = new StringBuilder();
    for (Map.Entry<String, String> trailer : trailers) {
      text.append(trailer.getKey().toLowerCase(Locale.ROOT)).append(": ");
      text.append(trailer.getValue()).append("\r\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    body.appendByte((byte) TRAILERS).appendInt(bytes.length).appendBytes(bytes);
  }

  /**
   * The trailers in the content of the frame; their names are made lower-case.
   *
   * @throws dev.toolkit.grpc.StatusException INTERNAL if a line is malformed
   */
  public static MultiMap read(Buffer content) {
    MultiMap trailers = MultiMap.caseInsensitiveMultiMap();
    for (String line : content.toString(StandardCharsets.ISO_8859_1).split("\r\n|\n")) {
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw Status.of(Code.INTERNAL, "malformed line in the gRPC-Web trailers").asException();
      }
      trailers.add(
          line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim());
    }
    return trailers;
  }
}
