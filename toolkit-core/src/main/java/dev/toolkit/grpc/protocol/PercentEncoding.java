package dev.toolkit.grpc.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The encoding of {@code grpc-message}. See PROTOCOL-HTTP2.md, "Status-Message". */
public final class PercentEncoding {

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /** Encodes a text: what is not printable ASCII, and the percent sign, byte by byte of UTF-8. */
  public static String encode(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var encoded = new StringBuilder(text.length() + 16);
    for (byte b : wellFormed(text).getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) (b & 0xff))) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[(b & 0xff) >> 4]).append(HEX[b & 0xf]);
      }
    }
    return encoded.toString();
  }

  /** Decodes a text; what is not a percent sign with two hexadecimal digits stays as it is. */
  public static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    var bytes = new ByteArrayOutputStream(encoded.length());
    byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
      int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
      if (source[i] == '%' && high >= 0 && low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(source[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '%';
  }

  /** The text with U+FFFD in place of surrogates that are alone, which UTF-8 has no bytes for. */
  private static String wellFormed(String text) {
    var formed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(formed::appendCodePoint);
    return formed.toString();
  }
}
