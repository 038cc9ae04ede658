package dev.toolkit.grpc.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.Collection;

/** Writes the typed client, {@code GreeterClient}. */
final class ClientSource {

  private final Service service;
  private final JavaFile file;
  private final ClientSignatures signatures;
  private final boolean vertxGen;

  private ClientSource(Service service, Collection<String> neighbours, boolean vertxGen) {
    this.service = service;
    this.file = new JavaFile(service, service.client(), neighbours);
    this.signatures = new ClientSignatures(file);
    this.vertxGen = vertxGen;
  }

  /**
   * @param vertxGen whether the client carries the annotations of vertx-codegen
   */
  static CodeGeneratorResponse.File of(
      Service service, Collection<String> neighbours, boolean vertxGen) {
    return new ClientSource(service, neighbours, vertxGen).write();
  }

  private CodeGeneratorResponse.File write() {
    String client = file.name(service.client());
    file.javadoc(
            new Javadoc()
                .markup("Calls {@code %s}.".formatted(service.fullName()))
                .text(service.comment()))
        .deprecated(service.deprecated())
        .suppressions();
    if (vertxGen) {
      file.line("@" + file.name(Types.VERTX_GEN));
    }
    file.line("public interface " + client + " {");
    create(client);
    service.rpcs().forEach(this::methods);
    withOptions(client);
    return file.line("}").finish();
  }

  private void create(String client) {
    file.blank()
        .javadoc(
            new Javadoc()
                .markup("A client whose calls go through the given one, with its options."));
    permitTypes();
    file.line("static " + client + " create(" + file.name(Types.GRPC_CLIENT) + " client) {")
        .line(
            "return new %s(client, client.callOptions());"
                .formatted(file.name(service.clientImpl())))
        .line("}");
  }

  private void withOptions(String client) {
    file.blank()
        .javadoc(new Javadoc().markup("This client with other options, in place of those it has."));
    permitTypes();
    file.line(client + " withOptions(" + file.name(Types.CALL_OPTIONS) + " options);");
  }

  private void methods(Rpc rpc) {
    switch (rpc.kind()) {
      case UNARY -> method(rpc, "Calls {@code %s}.", "");
      case SERVER_STREAMING ->
          method(rpc, "Calls {@code %s}; the stream of responses is handed over paused.", "");
      case CLIENT_STREAMING, BIDI_STREAMING -> {
        openMethod(rpc);
        method(
            rpc,
            "Calls {@code %s} with the requests of a stream, until it ends.",
            "The requests are read from the given stream, until it ends.");
      }
    }
  }

  private void method(Rpc rpc, String sentence, String addition) {
    document(rpc, sentence, addition);
    permitTypes();
    file.line(signatures.of(rpc) + ";");
  }

  /** The form that gives the caller a stream to write to: no face of another language has one. */
  private void openMethod(Rpc rpc) {
    document(
        rpc,
        "Calls {@code %s}; the requests are written to what is returned.",
        "The requests are written to what is returned; its end ends them.");
    if (vertxGen) {
      file.line("@" + file.name(Types.GEN_IGNORE));
    }
    file.line(signatures.open(rpc) + ";");
  }

  private void document(Rpc rpc, String sentence, String addition) {
    var javadoc = new Javadoc().text(rpc.comment());
    if (javadoc.isEmpty()) {
      javadoc.markup(sentence.formatted(rpc.name()));
    } else if (!addition.isEmpty()) {
      javadoc.markup(addition);
    }
    file.blank().javadoc(javadoc).deprecated(rpc.deprecated());
  }

  private void permitTypes() {
    if (vertxGen) {
      String ignore = file.name(Types.GEN_IGNORE);
      file.line("@" + ignore + "(" + ignore + ".PERMITTED_TYPE)");
    }
  }
}
