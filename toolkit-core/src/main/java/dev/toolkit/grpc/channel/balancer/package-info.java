/**
 * The balancing policies that come with the library. A service config names them; who builds a
 * client hands their providers to it.
 */
@NullMarked
package dev.toolkit.grpc.channel.balancer;

import org.jspecify.annotations.NullMarked;
