package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.StatusException;

/** What stands around the deflated data of a gzip member. See RFC 1952, section 2.3. */
final class GzipMember {

  private static final int HEADER_SIZE = 10;
  private static final int TRAILER_SIZE = 8;
  private static final int ID1 = 0x1f;
  private static final int ID2 = 0x8b;
  private static final int METHOD_DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 0x02; // FHCRC
  private static final int FLAG_EXTRA = 0x04; // FEXTRA
  private static final int FLAG_NAME = 0x08; // FNAME
  private static final int FLAG_COMMENT = 0x10; // FCOMMENT
  private static final int FLAGS_RESERVED = 0xe0;
  private static final byte SYSTEM_UNKNOWN = (byte) 0xff;

  private GzipMember() {}

  static void appendHeader(BoundedBytes out) {
    byte[] header = {ID1, (byte) ID2, METHOD_DEFLATE, 0, 0, 0, 0, 0, 0, SYSTEM_UNKNOWN};
    out.append(header, 0, HEADER_SIZE);
  }

  static void appendTrailer(BoundedBytes out, int crc, int size) {
    var trailer = new byte[TRAILER_SIZE];
    putInt(trailer, 0, crc);
    putInt(trailer, 4, size);
    out.append(trailer, 0, TRAILER_SIZE);
  }

  /** Where the deflated data start, after the header and its optional parts. */
  static int skipHeader(byte[] in, int offset, int end) {
    need(offset + HEADER_SIZE, end);
    if (in[offset] != ID1 || in[offset + 1] != (byte) ID2 || in[offset + 2] != METHOD_DEFLATE) {
      throw malformed("a member does not start with 1f 8b 08");
    }
    int flags = in[offset + 3] & 0xff;
    if ((flags & FLAGS_RESERVED) != 0) {
      throw malformed("reserved flags are set");
    }
    int at = offset + HEADER_SIZE;
    if ((flags & FLAG_EXTRA) != 0) {
      need(at + 2, end);
      at = need(at + 2 + (in[at] & 0xff) + ((in[at + 1] & 0xff) << 8), end);
    }
    if ((flags & FLAG_NAME) != 0) {
      at = skipText(in, at, end);
    }
    if ((flags & FLAG_COMMENT) != 0) {
      at = skipText(in, at, end);
    }
    return (flags & FLAG_HEADER_CRC) != 0 ? need(at + 2, end) : at;
  }

  /** Where the member ends, once its checksum and size are found to be those of the data. */
  static int checkTrailer(byte[] in, int offset, int end, int crc, int size) {
    int after = need(offset + TRAILER_SIZE, end);
    if (getInt(in, offset) != crc) {
      throw malformed("the checksum is wrong");
    }
    if (getInt(in, offset + 4) != size) {
      throw malformed("the size is wrong");
    }
    return after;
  }

  private static int skipText(byte[] in, int offset, int end) {
    int at = offset;
    while (at < end && in[at] != 0) {
      at++;
    }
    return need(at + 1, end);
  }

  private static int need(int at, int end) {
    if (at > end) {
      throw malformed(CompressionFailure.TRUNCATED);
    }
    return at;
  }

  private static StatusException malformed(String reason) {
    return CompressionFailure.malformed("gzip", reason);
  }

  private static int getInt(byte[] in, int at) {
    return (in[at] & 0xff)
        | (in[at + 1] & 0xff) << 8
        | (in[at + 2] & 0xff) << 16
        | (in[at + 3] & 0xff) << 24;
  }

  private static void putInt(byte[] out, int at, int value) {
    for (int i = 0; i < 4; i++) {
      out[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
