package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables from codes of HTTP to codes of gRPC. */
class CodeTablesTest {

  @ParameterizedTest
  @CsvSource({
    "400, INTERNAL",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, UNIMPLEMENTED",
    "429, UNAVAILABLE",
    "431, UNKNOWN",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "200, UNKNOWN",
    "204, UNKNOWN",
    "301, UNKNOWN",
    "405, UNKNOWN",
    "408, UNKNOWN",
    "409, UNKNOWN",
    "412, UNKNOWN",
    "413, UNKNOWN",
    "415, UNKNOWN",
    "500, UNKNOWN",
    "501, UNKNOWN",
    "599, UNKNOWN",
    "999, UNKNOWN",
  })
  void anHttpStatusStandsForACode(int httpStatus, Code code) {
    assertEquals(code, HttpStatusCodes.codeOf(httpStatus));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, NO_ERROR, INTERNAL",
    "0x1, PROTOCOL_ERROR, INTERNAL",
    "0x2, INTERNAL_ERROR, INTERNAL",
    "0x3, FLOW_CONTROL_ERROR, INTERNAL",
    "0x4, SETTINGS_TIMEOUT, INTERNAL",
    "0x5, STREAM_CLOSED, INTERNAL",
    "0x6, FRAME_SIZE_ERROR, INTERNAL",
    "0x7, REFUSED_STREAM, UNAVAILABLE",
    "0x8, CANCEL, CANCELLED",
    "0x9, COMPRESSION_ERROR, INTERNAL",
    "0xa, CONNECT_ERROR, INTERNAL",
    "0xb, ENHANCE_YOUR_CALM, RESOURCE_EXHAUSTED",
    "0xc, INADEQUATE_SECURITY, PERMISSION_DENIED",
    "0xd, HTTP_1_1_REQUIRED, INTERNAL",
    "0xe, 0xe, UNKNOWN",
    "0xffffffff, 0xffffffff, UNKNOWN",
  })
  void aResetStandsForACode(String error, String name, Code code) {
    assertEquals(code, ResetCodes.codeOf(Long.decode(error)));
    assertEquals(name, ResetCodes.nameOf(Long.decode(error)));
  }
}
