/** What a row of {@code records} holds: its format, its cache, how it is loaded. */
@NullMarked
package dev.holdfast.postgres.record;

import org.jspecify.annotations.NullMarked;
