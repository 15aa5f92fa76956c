/** How values are stored: structural sharing over opaque bytes, checksums, compression. */
@NullMarked
package dev.holdfast.core.sharing;

import org.jspecify.annotations.NullMarked;
