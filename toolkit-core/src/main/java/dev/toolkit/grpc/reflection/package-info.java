/** Server reflection: lets tools call a server without its {@code .proto} files. */
@NullMarked
package dev.toolkit.grpc.reflection;

import org.jspecify.annotations.NullMarked;
