/** Retries and hedges around any invoker. See gRFC A6. */
@NullMarked
package dev.toolkit.grpc.retry;

import org.jspecify.annotations.NullMarked;
