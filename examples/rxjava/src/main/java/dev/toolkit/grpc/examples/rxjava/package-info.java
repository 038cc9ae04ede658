/** A generated client with the face of RxJava 3. */
@NullMarked
package dev.toolkit.grpc.examples.rxjava;

import org.jspecify.annotations.NullMarked;
