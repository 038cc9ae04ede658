package dev.toolkit.grpc.reflection;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.toolkit.grpc.reflection.v1.ServerReflectionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionResponse;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of the reflection service, on any event loop, over one index that the first makes. */
final class ReflectionCalls {

  private final Supplier<List<ServiceDefinition>> services;
  private final List<FileDescriptor> moreFiles;
  private volatile @Nullable FileIndex index;

  ReflectionCalls(Supplier<List<ServiceDefinition>> services, List<FileDescriptor> moreFiles) {
    this.services = services;
    this.moreFiles = List.copyOf(moreFiles);
  }

  Future<Void> serve(
      ReadStream<ServerReflectionRequest> requests,
      WriteStream<ServerReflectionResponse> responses) {
    return new ReflectionCall(index(), requests, responses).start();
  }

  /** Two first calls at once may each make one; they are equal. */
  private FileIndex index() {
    FileIndex made = index;
    if (made == null) {
      made = FileIndex.of(services.get(), moreFiles);
      index = made;
    }
    return made;
  }
}
