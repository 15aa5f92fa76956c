/** From a database URL to a pool, and the settings a database must have. */
@NullMarked
package dev.holdfast.postgres.connect;

import org.jspecify.annotations.NullMarked;
