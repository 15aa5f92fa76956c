/** What every long-term store that is searched by meaning must do (ADR 6). */
@NullMarked
package dev.holdfast.testkit.conformance.store.meaning;

import org.jspecify.annotations.NullMarked;
