/** Calls inside one process, which hand messages over as the objects that they are. */
@NullMarked
package dev.toolkit.grpc.transport.inprocess;

import org.jspecify.annotations.NullMarked;
