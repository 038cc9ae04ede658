/** A guide who answers questions about a landscape, by calls of all four kinds. */
@NullMarked
package dev.toolkit.grpc.examples.routeguide;

import org.jspecify.annotations.NullMarked;
