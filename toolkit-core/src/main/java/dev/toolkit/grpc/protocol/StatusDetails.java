package dev.toolkit.grpc.protocol;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A status as a message of {@code google.rpc.Status}, without a dependency on its class. */
public final class StatusDetails {

  private static final int CODE = 1;
  private static final int MESSAGE = 2;
  private static final int DETAILS = 3;
  private static final int CODE_TAG = CODE << 3 | WireFormat.WIRETYPE_VARINT;
  private static final int MESSAGE_TAG = MESSAGE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int DETAILS_TAG = DETAILS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private StatusDetails() {}

  /** Encodes a status with its message and details. */
  public static byte[] encode(Status status) {
    int size = CodedOutputStream.computeInt32Size(CODE, status.code().value());
    size += CodedOutputStream.computeStringSize(MESSAGE, status.message());
    for (Any detail : status.details()) {
      size += CodedOutputStream.computeMessageSize(DETAILS, detail);
    }
    var bytes = new byte[size];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeInt32(CODE, status.code().value());
      out.writeString(MESSAGE, status.message());
      for (Any detail : status.details()) {
        out.writeMessage(DETAILS, detail);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("a status does not fit its own size", e);
    }
    return bytes;
  }

  /**
   * Decodes a status.
   *
   * @throws IllegalArgumentException if the bytes are no {@code google.rpc.Status}
   */
  public static Status decode(byte[] bytes) {
    int code = 0;
    String message = "";
    List<Any> details = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case CODE_TAG -> code = in.readInt32();
          case MESSAGE_TAG -> message = in.readString();
          case DETAILS_TAG -> details.add(Any.parseFrom(in.readByteArray()));
          default -> skip(in, tag);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not a google.rpc.Status: " + e.getMessage(), e);
    }
    return Status.of(Code.of(code), message).withDetails(details);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("a group ends that did not start");
    }
  }
}
