/**
 * One call, free of transport and message type: a stream of frames each way, the head that starts
 * it, and what can be put around it.
 */
@NullMarked
package dev.toolkit.grpc.call;

import org.jspecify.annotations.NullMarked;
