/** Load reports (ORCA): how loaded a server is, with its responses or beside them. */
@NullMarked
package dev.toolkit.grpc.orca;

import org.jspecify.annotations.NullMarked;
