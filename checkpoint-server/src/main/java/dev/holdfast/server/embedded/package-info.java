/** The Postgres of a server that was given none. */
@NullMarked
package dev.holdfast.server.embedded;

import org.jspecify.annotations.NullMarked;
