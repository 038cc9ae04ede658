/** What a channel costs: memory of subchannels, the start with many endpoints, each call. */
@NullMarked
package dev.toolkit.grpc.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
