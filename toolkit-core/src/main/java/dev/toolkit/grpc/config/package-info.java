/** Configuration as validated values. */
@NullMarked
package dev.toolkit.grpc.config;

import org.jspecify.annotations.NullMarked;
