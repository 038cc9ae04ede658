/**
 * The virtual connection: calls made on a channel find a connection, wait for one, or are told why
 * there is none.
 */
@NullMarked
package dev.toolkit.grpc.channel;

import org.jspecify.annotations.NullMarked;
