package dev.toolkit.grpc.server;

public interface BindableService {
  ServiceDefinition bind();
}
