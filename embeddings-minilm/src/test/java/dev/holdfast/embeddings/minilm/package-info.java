/** The model really embeds. */
@NullMarked
package dev.holdfast.embeddings.minilm;

import org.jspecify.annotations.NullMarked;
