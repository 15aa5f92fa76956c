/** What tests of the running server share. */
@NullMarked
package dev.holdfast.server.support;

import org.jspecify.annotations.NullMarked;
