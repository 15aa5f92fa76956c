/** The keys that an operator may set. */
@NullMarked
package dev.holdfast.server.config;

import org.jspecify.annotations.NullMarked;
