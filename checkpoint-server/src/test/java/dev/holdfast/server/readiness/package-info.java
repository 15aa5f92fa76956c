/** Health, and what a server does without its database. */
@NullMarked
package dev.holdfast.server.readiness;

import org.jspecify.annotations.NullMarked;
