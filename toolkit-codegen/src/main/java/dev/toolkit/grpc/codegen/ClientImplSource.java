package dev.toolkit.grpc.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.Collection;

/** Writes what stands behind the typed client, {@code GreeterClientImpl}. */
final class ClientImplSource {

  private final Service service;
  private final JavaFile file;
  private final ClientSignatures signatures;

  private ClientImplSource(Service service, Collection<String> neighbours) {
    this.service = service;
    this.file = new JavaFile(service, service.clientImpl(), neighbours);
    this.signatures = new ClientSignatures(file);
  }

  static CodeGeneratorResponse.File of(Service service, Collection<String> neighbours) {
    return new ClientImplSource(service, neighbours).write();
  }

  private CodeGeneratorResponse.File write() {
    String impl = file.name(service.clientImpl());
    String client = file.name(service.client());
    file.suppressions()
        .line("final class " + impl + " implements " + client + " {")
        .blank()
        .line("private final " + file.name(Types.GRPC_CLIENT) + " client;")
        .line("private final " + file.name(Types.CALL_OPTIONS) + " options;");
    constructor(impl);
    service.rpcs().forEach(this::methods);
    override(client + " withOptions(" + file.name(Types.CALL_OPTIONS) + " options)")
        .line("return new " + impl + "(client, options);")
        .line("}");
    return file.line("}").finish();
  }

  private void constructor(String impl) {
    file.blank()
        .line(
            "%s(%s client, %s options) {"
                .formatted(impl, file.name(Types.GRPC_CLIENT), file.name(Types.CALL_OPTIONS)))
        .line("this.client = client;")
        .line("this.options = options;")
        .line("}");
  }

  private void methods(Rpc rpc) {
    switch (rpc.kind()) {
      case UNARY, SERVER_STREAMING -> method(rpc, signatures.of(rpc), "request, ");
      case CLIENT_STREAMING, BIDI_STREAMING -> {
        method(rpc, signatures.open(rpc), "");
        method(rpc, signatures.of(rpc), "requests, ");
      }
    }
  }

  private void method(Rpc rpc, String signature, String requests) {
    String descriptor = file.name(service.descriptors()) + "." + rpc.constant();
    override(signature)
        .line(
            "return client.%s(%s, %soptions);".formatted(rpc.kind().method(), descriptor, requests))
        .line("}");
  }

  private JavaFile override(String signature) {
    return file.blank().line("@" + file.name(Types.OVERRIDE)).line("public " + signature + " {");
  }
}
