/** How far an import of items has come, and what moves it on. */
@NullMarked
package dev.holdfast.core.imports;

import org.jspecify.annotations.NullMarked;
