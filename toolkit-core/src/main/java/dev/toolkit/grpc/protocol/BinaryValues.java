package dev.toolkit.grpc.protocol;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The values of binary metadata as base64. See PROTOCOL-HTTP2.md, "Binary-Header". */
public final class BinaryValues {

  private BinaryValues() {}

  /** Encodes a value, without padding. */
  public static String encode(byte[] value) {
    return Base64.getEncoder().withoutPadding().encodeToString(value);
  }

  /**
   * Decodes the values that a proxy may have joined by commas, padded or not.
   *
   * @throws IllegalArgumentException if one is not base64
   */
  public static List<byte[]> decode(String joined) {
    var values = new ArrayList<byte[]>(1);
    for (String value : joined.split(",", -1)) {
      values.add(Base64.getDecoder().decode(value.trim()));
    }
    return values;
  }
}
