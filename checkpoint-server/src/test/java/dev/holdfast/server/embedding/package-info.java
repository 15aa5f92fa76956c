/** Models elsewhere, with everything that can go wrong on the way. */
@NullMarked
package dev.holdfast.server.embedding;

import org.jspecify.annotations.NullMarked;
