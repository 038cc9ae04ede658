/**
 * What is deployed: a verticle that serves, and one that gives the verticles of its node a client;
 * in code, or by name with a JSON configuration.
 */
@NullMarked
package dev.toolkit.grpc.verticles;

import org.jspecify.annotations.NullMarked;
