/** How far a thread's run is, judged by names that LangGraph gives, and who is told of it. */
@NullMarked
package dev.holdfast.core.progress;

import org.jspecify.annotations.NullMarked;
