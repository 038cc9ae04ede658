package dev.toolkit.grpc.codegen;

import java.util.List;

/** The classes that generated code names besides messages. */
final class Types {

  static final JavaType STRING = JavaType.of("java.lang", "String");
  static final JavaType VOID = JavaType.of("java.lang", "Void");
  static final JavaType OVERRIDE = JavaType.of("java.lang", "Override");
  static final JavaType DEPRECATED = JavaType.of("java.lang", "Deprecated");
  static final JavaType SUPPRESS_WARNINGS = JavaType.of("java.lang", "SuppressWarnings");

  static final JavaType FUTURE = JavaType.of("io.vertx.core", "Future");
  static final JavaType READ_STREAM = JavaType.of("io.vertx.core.streams", "ReadStream");
  static final JavaType WRITE_STREAM = JavaType.of("io.vertx.core.streams", "WriteStream");
  static final JavaType VERTX_GEN = JavaType.of("io.vertx.codegen.annotations", "VertxGen");
  static final JavaType GEN_IGNORE = JavaType.of("io.vertx.codegen.annotations", "GenIgnore");

  static final JavaType IDEMPOTENCY = JavaType.of("dev.toolkit.grpc", "Idempotency");
  static final JavaType MESSAGE_TYPE = JavaType.of("dev.toolkit.grpc", "MessageType");
  static final JavaType METHOD_DESCRIPTOR = JavaType.of("dev.toolkit.grpc", "MethodDescriptor");
  static final JavaType SERVICE_DESCRIPTOR = JavaType.of("dev.toolkit.grpc", "ServiceDescriptor");
  static final JavaType CALL_OPTIONS = JavaType.of("dev.toolkit.grpc.call", "CallOptions");
  static final JavaType GRPC_CLIENT = JavaType.of("dev.toolkit.grpc.client", "GrpcClient");
  static final JavaType REQUEST_STREAM = JavaType.of("dev.toolkit.grpc.client", "RequestStream");
  static final JavaType BIDI_STREAM = JavaType.of("dev.toolkit.grpc.client", "BidiStream");
  static final JavaType BINDABLE_SERVICE =
      JavaType.of("dev.toolkit.grpc.server", "BindableService");
  static final JavaType SERVICE_DEFINITION =
      JavaType.of("dev.toolkit.grpc.server", "ServiceDefinition");

  /** All of them. Their short names go to them where a message has the same one. */
  static final List<JavaType> ALL =
      List.of(
          STRING,
          VOID,
          OVERRIDE,
          DEPRECATED,
          SUPPRESS_WARNINGS,
          FUTURE,
          READ_STREAM,
          WRITE_STREAM,
          VERTX_GEN,
          GEN_IGNORE,
          IDEMPOTENCY,
          MESSAGE_TYPE,
          METHOD_DESCRIPTOR,
          SERVICE_DESCRIPTOR,
          CALL_OPTIONS,
          GRPC_CLIENT,
          REQUEST_STREAM,
          BIDI_STREAM,
          BINDABLE_SERVICE,
          SERVICE_DEFINITION);

  private Types() {}
}
