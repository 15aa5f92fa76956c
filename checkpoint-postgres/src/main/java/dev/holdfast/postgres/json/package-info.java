/** Versions and metadata as jsonb holds them. */
@NullMarked
package dev.holdfast.postgres.json;

import org.jspecify.annotations.NullMarked;
