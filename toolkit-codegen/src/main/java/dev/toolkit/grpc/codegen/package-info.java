/**
 * The protoc plugin: from the services of a {@code .proto} file it makes the contract that a server
 * implements, a typed client, and the descriptors that bind both to the toolkit.
 */
package dev.toolkit.grpc.codegen;
