/** The SQL of Holdfast; no other package holds any. */
@NullMarked
package dev.holdfast.postgres.statement;

import org.jspecify.annotations.NullMarked;
