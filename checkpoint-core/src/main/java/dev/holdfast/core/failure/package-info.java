/** Why a call did not do what was asked: one closed tree, each with a stable code. */
@NullMarked
package dev.holdfast.core.failure;

import org.jspecify.annotations.NullMarked;
