/**
 * How messages become bytes: codecs turn objects into bytes, compressors make bytes fewer.
 *
 * <p>Both are chosen by the names that stand on the wire, from an immutable set that a builder is
 * given. Nothing here knows of calls or transports.
 */
@NullMarked
package dev.toolkit.grpc.encoding;

import org.jspecify.annotations.NullMarked;
