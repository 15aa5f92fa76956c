/** Many items at once: export by pages, and imports that go on where they were cut off (ADR 5). */
@NullMarked
package dev.holdfast.core.store.bulk;

import org.jspecify.annotations.NullMarked;
