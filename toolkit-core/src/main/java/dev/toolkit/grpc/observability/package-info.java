/** Metrics and traces by OpenTelemetry, with the names of gRFC A66 and A72. */
@NullMarked
package dev.toolkit.grpc.observability;

import org.jspecify.annotations.NullMarked;
