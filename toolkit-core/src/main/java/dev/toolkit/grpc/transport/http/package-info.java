/** Calls over HTTP/2, and over HTTP/1.1 for gRPC-Web: the one package that knows Vert.x's HTTP. */
@NullMarked
package dev.toolkit.grpc.transport.http;

import org.jspecify.annotations.NullMarked;
