/** Refuses unsafe settings at the start; tells whether the server is live and ready. */
@NullMarked
package dev.holdfast.server.readiness;

import org.jspecify.annotations.NullMarked;
