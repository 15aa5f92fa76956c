/** The words of the saver protocol as values: identifiers, checkpoints, pending writes, tuples. */
@NullMarked
package dev.holdfast.core.model;

import org.jspecify.annotations.NullMarked;
