/** What operators may set has the defaults that it says. */
@NullMarked
package dev.holdfast.server.config;

import org.jspecify.annotations.NullMarked;
