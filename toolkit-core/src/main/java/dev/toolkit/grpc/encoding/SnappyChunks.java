package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** The chunks of Snappy's framing format. See google/snappy, framing_format.txt. */
final class SnappyChunks {

  /** How many bytes one chunk may hold when decompressed. */
  static final int MAX_DATA = 65536;

  private static final int HEADER_SIZE = 4;
  private static final int CHECKSUM_SIZE = 4;
  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int STREAM_START = 0xff;
  private static final byte[] START_DATA = "sNaPpY".getBytes(StandardCharsets.US_ASCII);

  private final byte[] array;
  private final int end;
  private final BoundedBytes out;
  private int at;

  SnappyChunks(BufferBytes in, BoundedBytes out) {
    this.array = in.array();
    this.at = in.offset();
    this.end = in.end();
    this.out = out;
  }

  static void appendStart(BoundedBytes out) {
    appendHeader(out, STREAM_START, START_DATA.length);
    out.append(START_DATA, 0, START_DATA.length);
  }

  /** Appends a chunk, compressed if that saves an eighth. */
  static void append(byte[] array, int offset, int length, BoundedBytes out) throws IOException {
    var compressed = new byte[Snappy.maxCompressedLength(length)];
    int size = Snappy.rawCompress(array, offset, length, compressed, 0);
    boolean worthwhile = size < length - length / 8;
    appendHeader(
        out, worthwhile ? COMPRESSED : UNCOMPRESSED, CHECKSUM_SIZE + (worthwhile ? size : length));
    appendInt(out, checksum(array, offset, length), CHECKSUM_SIZE);
    if (worthwhile) {
      out.append(compressed, 0, size);
    } else {
      out.append(array, offset, length);
    }
  }

  /** Appends what all chunks hold. No bytes at all are an empty message, as Go writes it. */
  void readAll() throws IOException {
    boolean started = false;
    while (at < end) {
      need(HEADER_SIZE);
      int type = array[at] & 0xff;
      int length = getInt(at + 1, 3);
      at += HEADER_SIZE;
      need(length);
      if (!started && type != STREAM_START) {
        throw malformed("it does not start with the stream identifier");
      }
      started = true;
      read(type, length);
      at += length;
    }
  }

  private void read(int type, int length) throws IOException {
    if (type == STREAM_START) {
      if (!Arrays.equals(array, at, at + length, START_DATA, 0, START_DATA.length)) {
        throw malformed("the stream identifier is wrong");
      }
    } else if (type == COMPRESSED || type == UNCOMPRESSED) {
      readData(type, length);
    } else if (type < FIRST_SKIPPABLE) {
      throw malformed("chunk type " + type + " is not known");
    }
  }

  private void readData(int type, int length) throws IOException {
    if (length < CHECKSUM_SIZE) {
      throw malformed("a chunk has no checksum");
    }
    int data = at + CHECKSUM_SIZE;
    int size = length - CHECKSUM_SIZE;
    int first = out.count();
    if (type == COMPRESSED) {
      uncompress(data, size);
    } else {
      out.append(array, data, checkedSize(size));
    }
    if (checksum(out.array(), first, out.count() - first) != getInt(at, CHECKSUM_SIZE)) {
      throw malformed("a checksum is wrong");
    }
  }

  private void uncompress(int offset, int length) throws IOException {
    int size = checkedSize(Snappy.uncompressedLength(array, offset, length));
    out.makeRoom(size);
    out.advance(Snappy.rawUncompress(array, offset, length, out.array(), out.count()));
  }

  private static int checkedSize(int size) {
    if (size < 0 || size > MAX_DATA) {
      throw malformed("a chunk holds more than " + MAX_DATA + " bytes");
    }
    return size;
  }

  private void need(int bytes) {
    if (bytes > end - at) {
      throw malformed(CompressionFailure.TRUNCATED);
    }
  }

  private int getInt(int offset, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (array[offset + i] & 0xff) << 8 * i;
    }
    return value;
  }

  private static void appendHeader(BoundedBytes out, int type, int length) {
    out.append(new byte[] {(byte) type}, 0, 1);
    appendInt(out, length, 3);
  }

  private static void appendInt(BoundedBytes out, int value, int bytes) {
    var array = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      array[i] = (byte) (value >>> 8 * i);
    }
    out.append(array, 0, bytes);
  }

  /** The CRC-32C, masked as the format wants it. */
  private static int checksum(byte[] array, int offset, int length) {
    var crc = new CRC32C();
    crc.update(array, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static StatusException malformed(String reason) {
    return CompressionFailure.malformed("snappy", reason);
  }
}
