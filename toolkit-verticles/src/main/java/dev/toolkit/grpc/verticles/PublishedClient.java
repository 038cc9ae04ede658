package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.client.GrpcClient;
import io.vertx.core.shareddata.Shareable;

/** A client as the verticles of a node share it: it is safe for all threads. */
record PublishedClient(GrpcClient client) implements Shareable {}
