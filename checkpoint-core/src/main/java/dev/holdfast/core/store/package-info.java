/** The long-term store: items, what is asked of them, and the ports that do it (ADR 5). */
@NullMarked
package dev.holdfast.core.store;

import org.jspecify.annotations.NullMarked;
