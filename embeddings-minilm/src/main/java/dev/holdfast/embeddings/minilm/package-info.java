/** all-MiniLM-L6-v2 in the server's own process: no key, no network (ADR 6). */
@NullMarked
package dev.holdfast.embeddings.minilm;

import org.jspecify.annotations.NullMarked;
