/** Export and import of the store over HTTP, streamed both ways (docs/protocol.md). */
@NullMarked
package dev.holdfast.server.bulk;

import org.jspecify.annotations.NullMarked;
