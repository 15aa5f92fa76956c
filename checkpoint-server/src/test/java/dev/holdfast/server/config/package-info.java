/** Tests of {@link dev.holdfast.server.config}. */
@NullMarked
package dev.holdfast.server.config;

import org.jspecify.annotations.NullMarked;
