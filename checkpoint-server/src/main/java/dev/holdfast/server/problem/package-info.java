/** What a failure looks like to a caller: RFC 9457. */
@NullMarked
package dev.holdfast.server.problem;

import org.jspecify.annotations.NullMarked;
