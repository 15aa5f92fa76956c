/** Work on the index of a store that takes its time, and goes on when a server dies (ADR 6). */
@NullMarked
package dev.holdfast.core.store.jobs;

import org.jspecify.annotations.NullMarked;
