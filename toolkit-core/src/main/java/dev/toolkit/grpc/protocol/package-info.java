/**
 * The protocols that carry a call inside HTTP: how messages, metadata and status are written and
 * read. Not part of the public API.
 */
@NullMarked
package dev.toolkit.grpc.protocol;

import org.jspecify.annotations.NullMarked;
