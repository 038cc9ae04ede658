package dev.toolkit.grpc.encoding;

import static dev.toolkit.grpc.encoding.Samples.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class GzipCompressorTest {

  private static final String BODY = "4b 4c 4a 06 00"; // "abc", deflated
  private static final String TRAILER = "c2 41 24 35  03 00 00 00";

  private final Compressor gzip = Compressor.gzip();

  @Test
  void membersAreConcatenated() {
    Buffer members = Buffer.buffer();
    for (String part : new String[] {"one ", "", "two ", "three"}) {
      members.appendBuffer(gzip.compress(Buffer.buffer(part)));
    }

    assertEquals("one two three", gzip.decompress(members, 13).toString());
  }

  @Test
  void aGibibyteInManyMembersStopsAtTheLimit() {
    Buffer member = gzip.compress(Samples.zeros(1024 * 1024));
    Buffer bomb = Buffer.buffer();
    for (int i = 0; i < 1024; i++) {
      bomb.appendBuffer(member);
    }

    var failure = assertThrows(StatusException.class, () -> gzip.decompress(bomb, 4 * 1024 * 1024));

    assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
  }

  @Test
  void allHeaderFieldsAreSkipped() {
    Buffer bytes =
        hex(
            "1f8b08 1f 00000000 00 03" // FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT
                + "0300 616263" // extra field of 3 bytes
                + "6e616d6500 636f6d6d656e7400" // "name", "comment"
                + "dead" // CRC16 of the header
                + BODY
                + TRAILER);

    assertEquals("abc", gzip.decompress(bytes, 3).toString());
  }

  @Test
  void aWrongChecksumIsInternal() {
    assertMalformed("1f8b0800000000000003" + BODY + "00000000 03000000", "the checksum is wrong");
  }

  @Test
  void aWrongSizeIsInternal() {
    assertMalformed("1f8b0800000000000003" + BODY + "c2412435 04000000", "the size is wrong");
  }

  @Test
  void reservedFlagsAreInternal() {
    assertMalformed("1f8b0820000000000003" + BODY + TRAILER, "reserved flags are set");
  }

  @Test
  void anExtraFieldLongerThanTheMessageIsInternal() {
    assertMalformed("1f8b0804000000000003 ffff 00", "it ends too early");
  }

  @Test
  void aNameWithoutEndIsInternal() {
    assertMalformed("1f8b0808000000000003 616161", "it ends too early");
  }

  private void assertMalformed(String bytes, String reason) {
    var failure = assertThrows(StatusException.class, () -> gzip.decompress(hex(bytes), 100));
    assertEquals(Code.INTERNAL, failure.code());
    assertEquals("message is no valid gzip: " + reason, failure.status().message());
  }
}
