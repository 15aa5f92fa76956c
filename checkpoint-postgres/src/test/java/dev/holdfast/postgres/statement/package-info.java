/** What statements are made of. */
@NullMarked
package dev.holdfast.postgres.statement;

import org.jspecify.annotations.NullMarked;
