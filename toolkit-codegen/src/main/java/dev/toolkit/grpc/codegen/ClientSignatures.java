package dev.toolkit.grpc.codegen;

/** The methods that a client has for an rpc, as declared. */
final class ClientSignatures {

  private final JavaFile file;

  ClientSignatures(JavaFile file) {
    this.file = file;
  }

  /** The form that takes the request, or the stream of requests. */
  String of(Rpc rpc) {
    String one = file.name(rpc.request()) + " request";
    String many = file.name(Types.READ_STREAM, rpc.request()) + " requests";
    return switch (rpc.kind()) {
      case UNARY -> single(rpc) + " " + rpc.javaName() + "(" + one + ")";
      case CLIENT_STREAMING -> single(rpc) + " " + rpc.javaName() + "(" + many + ")";
      case SERVER_STREAMING -> stream(rpc) + " " + rpc.javaName() + "(" + one + ")";
      case BIDI_STREAMING -> stream(rpc) + " " + rpc.javaName() + "(" + many + ")";
    };
  }

  /** The form that returns a stream to write the requests to. */
  String open(Rpc rpc) {
    JavaType opened =
        rpc.kind() == RpcKind.BIDI_STREAMING ? Types.BIDI_STREAM : Types.REQUEST_STREAM;
    return file.name(opened, rpc.request(), rpc.response()) + " " + rpc.javaName() + "()";
  }

  private String single(Rpc rpc) {
    return file.name(Types.FUTURE, rpc.response());
  }

  private String stream(Rpc rpc) {
    String responses = file.name(Types.READ_STREAM, rpc.response());
    return file.name(Types.FUTURE) + "<" + responses + ">";
  }
}
