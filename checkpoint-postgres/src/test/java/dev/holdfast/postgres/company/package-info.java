/** The contracts of appending once more, for groups of several threads. */
@NullMarked
package dev.holdfast.postgres.company;

import org.jspecify.annotations.NullMarked;
