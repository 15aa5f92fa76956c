/** The contracts on servers that remember nothing, or next to nothing, of what they stored. */
@NullMarked
package dev.holdfast.postgres.forgetful;

import org.jspecify.annotations.NullMarked;
