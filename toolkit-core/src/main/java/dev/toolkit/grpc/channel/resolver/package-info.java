/** Ways to find endpoints, one for each scheme of targets. */
@NullMarked
package dev.toolkit.grpc.channel.resolver;

import org.jspecify.annotations.NullMarked;
