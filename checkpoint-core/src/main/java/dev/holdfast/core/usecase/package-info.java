/** What Holdfast does for a caller, in terms of the ports. */
@NullMarked
package dev.holdfast.core.usecase;

import org.jspecify.annotations.NullMarked;
