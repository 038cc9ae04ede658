package dev.toolkit.grpc.interop;

import com.google.protobuf.ByteString;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.interop.testing.Payload;
import io.vertx.core.Future;
import java.util.Objects;

/** What cases check; what is not as expected fails with a {@link CaseFailedException}. */
final class Expect {

  private Expect() {}

  /** Expects a value. */
  static void equal(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new CaseFailedException(what + " is <" + actual + ">, expected <" + expected + ">");
    }
  }

  /** Expects a payload of zeros, of the given size. */
  static void zeros(String what, int size, Payload payload) {
    ByteString body = payload.getBody();
    equal("the size of " + what, size, body.size());
    for (int i = 0; i < size; i++) {
      if (body.byteAt(i) != 0) {
        throw new CaseFailedException(what + " has the byte " + body.byteAt(i) + " at " + i);
      }
    }
  }

  /** Expects a status with a code, whatever its message. */
  static void code(Code code, Status status) {
    if (status.code() != code) {
      throw new CaseFailedException("the status is <" + status + ">, expected " + code);
    }
  }

  /** Expects a call to fail with a code, and hands the status on. */
  static Future<Status> failure(Code code, Future<?> call) {
    return call.compose(
            response -> Future.succeededFuture(Status.OK),
            failure -> Future.succeededFuture(Status.of(failure)))
        .map(
            status -> {
              code(code, status);
              return status;
            });
  }
}
