/** What becomes of rows: which there are, which are shared, removed, used again, damaged. */
@NullMarked
package dev.holdfast.postgres.rows;

import org.jspecify.annotations.NullMarked;
