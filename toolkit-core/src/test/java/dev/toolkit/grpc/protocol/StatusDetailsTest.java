package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDetailsTest {

  private static final Any DETAIL = Any.newBuilder().setTypeUrl("t").build();

  @Test
  void theBytesAreThoseOfGoogleRpcStatus() {
    var status = Status.of(Code.NOT_FOUND, "gone").withDetails(List.of(DETAIL, DETAIL));

    assertEquals(
        "0805" + "1204676f6e65" + "1a030a0174" + "1a030a0174",
        HexFormat.of().formatHex(StatusDetails.encode(status)));
  }

  @Test
  void whatIsWrittenIsRead() {
    var details =
        List.of(
            Any.pack(StringValue.of("gr\u00fc\u00dfe")),
            Any.pack(Duration.newBuilder().setSeconds(1).build()));
    var status = Status.of(Code.ABORTED, "\u4f60\u597d").withDetails(details);

    assertEquals(status, StatusDetails.decode(StatusDetails.encode(status)));
  }

  @Test
  void noBytesAreAnOkStatus() {
    assertEquals(Status.OK, StatusDetails.decode(new byte[0]));
  }

  @Test
  void unknownFieldsAndOtherOrdersAreTaken() {
    Status status = decode("1a030a0174" + "2003" + "2a0178" + "1201 61" + "0807");

    assertEquals(Status.of(Code.PERMISSION_DENIED, "a").withDetails(List.of(DETAIL)), status);
  }

  @Test
  void aKnownNumberOfAnotherTypeIsAnUnknownField() {
    assertEquals(Status.of(Code.NOT_FOUND, ""), decode("0a 03 080708" + "0805"));
  }

  @Test
  void aCodeThatIsNotAssignedIsUnknown() {
    assertEquals(Code.UNKNOWN, decode("0863").code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "1205 61", "1a 02 0a05", "00", "ff", "1a ffffffff07", "24"})
  void malformedBytesAreRefused(String bytes) {
    assertThrows(IllegalArgumentException.class, () -> decode(bytes));
  }

  private static Status decode(String hex) {
    return StatusDetails.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
