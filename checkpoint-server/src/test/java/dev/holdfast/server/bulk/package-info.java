/** Tests of {@link dev.holdfast.server.bulk}. */
@NullMarked
package dev.holdfast.server.bulk;

import org.jspecify.annotations.NullMarked;
