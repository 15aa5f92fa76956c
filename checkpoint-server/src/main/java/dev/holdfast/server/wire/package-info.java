/** JSON and MessagePack: from bytes to operations, from replies to bytes. */
@NullMarked
package dev.holdfast.server.wire;

import org.jspecify.annotations.NullMarked;
