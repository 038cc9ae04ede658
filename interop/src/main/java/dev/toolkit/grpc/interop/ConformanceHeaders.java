package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.interop.conformance.Header;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Metadata as connectrpc/conformance writes it: a binary value is in base64. */
final class ConformanceHeaders {

  private ConformanceHeaders() {}

  static Metadata metadata(List<Header> headers) {
    var metadata = Metadata.builder();
    for (Header header : headers) {
      String name = header.getName().toLowerCase(java.util.Locale.ROOT);
      for (String value : header.getValueList()) {
        if (Metadata.isBinary(name)) {
          metadata.addBinary(name, Base64.getDecoder().decode(value));
        } else {
          metadata.add(name, value);
        }
      }
    }
    return metadata.build();
  }

  static List<Header> headers(Metadata metadata) {
    var base64 = Base64.getEncoder().withoutPadding();
    var headers = new ArrayList<Header>();
    for (String key : metadata.keys()) {
      var header = Header.newBuilder().setName(key);
      if (Metadata.isBinary(key)) {
        metadata.getAllBinary(key).forEach(value -> header.addValue(base64.encodeToString(value)));
      } else {
        header.addAllValue(metadata.getAll(key));
      }
      headers.add(header.build());
    }
    return headers;
  }
}
