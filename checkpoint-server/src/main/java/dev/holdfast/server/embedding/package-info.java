/** Makes vectors of texts with models that run elsewhere (ADR 6). */
@NullMarked
package dev.holdfast.server.embedding;

import org.jspecify.annotations.NullMarked;
