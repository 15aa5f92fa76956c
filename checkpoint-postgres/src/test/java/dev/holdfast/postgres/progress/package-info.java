/** How far threads are, and who is told of those that do not move, in a real Postgres. */
@NullMarked
package dev.holdfast.postgres.progress;

import org.jspecify.annotations.NullMarked;
