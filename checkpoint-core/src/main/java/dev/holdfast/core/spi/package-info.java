/** Ports: what the use cases need from a store. */
@NullMarked
package dev.holdfast.core.spi;

import org.jspecify.annotations.NullMarked;
