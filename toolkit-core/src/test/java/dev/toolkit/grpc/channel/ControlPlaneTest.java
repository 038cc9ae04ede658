package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlPlaneTest {

  @ParameterizedTest
  @EnumSource(
      names = {
        "OK",
        "INVALID_ARGUMENT",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "DATA_LOSS"
      })
  void codesOfServersBecomeInternal(Code code) {
    Status status = ControlPlane.legal(Status.of(code, "said so"));

    assertEquals(
        Status.of(Code.INTERNAL, "illegal " + code + " from the control plane: said so"), status);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CANCELLED",
        "UNKNOWN",
        "DEADLINE_EXCEEDED",
        "PERMISSION_DENIED",
        "UNAUTHENTICATED",
        "RESOURCE_EXHAUSTED",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE"
      })
  void allOthersAreKept(Code code) {
    Status status = Status.of(code, "said so");

    assertSame(status, ControlPlane.legal(status));
  }
}
