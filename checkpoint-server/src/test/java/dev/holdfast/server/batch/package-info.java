/** The route of batches, without a server around it. */
@NullMarked
package dev.holdfast.server.batch;

import org.jspecify.annotations.NullMarked;
