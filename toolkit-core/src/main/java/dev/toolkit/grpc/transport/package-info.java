/**
 * The contract of what carries calls: connections on a client's side, a source of calls on a
 * server's.
 */
@NullMarked
package dev.toolkit.grpc.transport;

import org.jspecify.annotations.NullMarked;
