package dev.toolkit.grpc.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.Collection;

/** Writes the contract that a server implements, {@code GreeterService}. */
final class ContractSource {

  private final Service service;
  private final JavaFile file;

  private ContractSource(Service service, Collection<String> neighbours) {
    this.service = service;
    this.file = new JavaFile(service, service.contract(), neighbours);
  }

  static CodeGeneratorResponse.File of(Service service, Collection<String> neighbours) {
    return new ContractSource(service, neighbours).write();
  }

  private CodeGeneratorResponse.File write() {
    file.javadoc(
            new Javadoc()
                .markup(
                    "What a server of {@code %s} implements; an rpc left out is UNIMPLEMENTED."
                        .formatted(service.fullName()))
                .text(service.comment()))
        .deprecated(service.deprecated())
        .suppressions()
        .line(
            "public interface %s extends %s {"
                .formatted(file.name(service.contract()), file.name(Types.BINDABLE_SERVICE)));
    service.rpcs().forEach(this::method);
    bind();
    return file.line("}").finish();
  }

  private void bind() {
    file.blank()
        .line("@" + file.name(Types.OVERRIDE))
        .line("default " + file.name(Types.SERVICE_DEFINITION) + " bind() {")
        .line("return " + file.name(service.descriptors()) + ".bind(this);")
        .line("}");
  }

  private void method(Rpc rpc) {
    file.blank()
        .javadoc(javadoc(rpc))
        .deprecated(rpc.deprecated())
        .line("default " + signature(rpc) + " {")
        .line(
            "return %s.unimplemented(%s.%s);"
                .formatted(
                    file.name(Types.SERVICE_DEFINITION),
                    file.name(service.descriptors()),
                    rpc.constant()))
        .line("}");
  }

  private String signature(Rpc rpc) {
    String one = file.name(rpc.request()) + " request";
    String many = file.name(Types.READ_STREAM, rpc.request()) + " requests";
    return switch (rpc.kind()) {
      case UNARY -> answer(rpc.response()) + " " + rpc.javaName() + "(" + one + ")";
      case CLIENT_STREAMING -> answer(rpc.response()) + " " + rpc.javaName() + "(" + many + ")";
      case SERVER_STREAMING -> streaming(rpc, one);
      case BIDI_STREAMING -> streaming(rpc, many);
    };
  }

  private String streaming(Rpc rpc, String requests) {
    String responses = file.name(Types.WRITE_STREAM, rpc.response()) + " responses";
    return answer(Types.VOID) + " " + rpc.javaName() + "(" + requests + ", " + responses + ")";
  }

  private String answer(JavaType result) {
    return file.name(Types.FUTURE, result);
  }

  private static Javadoc javadoc(Rpc rpc) {
    var javadoc = new Javadoc().text(rpc.comment());
    return javadoc.isEmpty() ? javadoc.markup(sentence(rpc)) : javadoc;
  }

  private static String sentence(Rpc rpc) {
    return switch (rpc.kind()) {
      case UNARY -> "Answers {@code %s}.".formatted(rpc.name());
      case CLIENT_STREAMING -> "Answers {@code %s}, many requests.".formatted(rpc.name());
      case SERVER_STREAMING -> "Answers {@code %s} with many responses.".formatted(rpc.name());
      case BIDI_STREAMING ->
          "Answers {@code %s}, many requests, with many responses.".formatted(rpc.name());
    };
  }
}
