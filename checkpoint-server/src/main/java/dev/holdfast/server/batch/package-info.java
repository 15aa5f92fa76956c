/** The savers' hot path, straight from the router. */
@NullMarked
package dev.holdfast.server.batch;

import org.jspecify.annotations.NullMarked;
