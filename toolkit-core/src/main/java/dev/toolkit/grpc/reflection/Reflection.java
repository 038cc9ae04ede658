package dev.toolkit.grpc.reflection;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.reflection.v1.ServerReflectionGrpc;
import dev.toolkit.grpc.reflection.v1.ServerReflectionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionResponse;
import dev.toolkit.grpc.reflection.v1alpha.ServerReflectionProto;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.ServiceDefinition;
import java.util.List;
import java.util.function.Supplier;

/**
 * Server reflection in both versions that tools use, {@code grpc.reflection.v1} and {@code
 * v1alpha}: which services a server has, and the files that describe them.
 *
 * <p>It answers all kinds of requests; what is not known is answered by an error response with
 * NOT_FOUND, and the call goes on. Files are sent with those that they import, each once in a call
 * unless it is asked for by itself. It tells everybody everything: leave it out, or put an
 * interceptor before it, where the interface of a server is nobody's business. See
 * docs/reflection.md.
 */
public final class Reflection {

  private static final String V1ALPHA = "grpc.reflection.v1alpha.ServerReflection";

  /** The messages of the two versions are the same on the wire, and so of one class here. */
  private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse>
      V1ALPHA_INFO =
          MethodDescriptor.bidiStreaming(
              V1ALPHA,
              ServerReflectionGrpc.SERVER_REFLECTION_INFO.methodName(),
              ServerReflectionGrpc.SERVER_REFLECTION_INFO.requestType(),
              ServerReflectionGrpc.SERVER_REFLECTION_INFO.responseType());

  private static final ServiceDescriptor V1ALPHA_SERVICE =
      ServiceDescriptor.of(V1ALPHA, ServerReflectionProto::getDescriptor, V1ALPHA_INFO);

  private final ReflectionCalls calls;

  private Reflection(ReflectionCalls calls) {
    this.calls = calls;
  }

  /**
   * Adds both versions to a server. What the server has when it is asked first is what it tells, so
   * services may be added before and after.
   *
   * @return the server
   * @throws IllegalStateException if the server was started
   */
  public static GrpcServer addTo(GrpcServer server) {
    Reflection reflection = of(server::services, List.of());
    return server.add(reflection.v1()).add(reflection.v1alpha());
  }

  /**
   * The reflection of some services.
   *
   * @param services gives them; asked once, by the first call
   * @param moreFiles files that are to be found too, such as those of extensions, which no file of
   *     a service imports
   */
  public static Reflection of(
      Supplier<List<ServiceDefinition>> services, List<FileDescriptor> moreFiles) {
    return new Reflection(new ReflectionCalls(services, moreFiles));
  }

  /** The service {@code grpc.reflection.v1.ServerReflection}. */
  public ServiceDefinition v1() {
    return ServiceDefinition.builder(ServerReflectionGrpc.SERVICE)
        .bidiStreaming(ServerReflectionGrpc.SERVER_REFLECTION_INFO, calls::serve)
        .build();
  }

  /** The service {@code grpc.reflection.v1alpha.ServerReflection}, which older tools ask for. */
  public ServiceDefinition v1alpha() {
    return ServiceDefinition.builder(V1ALPHA_SERVICE)
        .bidiStreaming(V1ALPHA_INFO, calls::serve)
        .build();
  }
}
