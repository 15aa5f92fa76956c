/** The schema, version by version. */
@NullMarked
package dev.holdfast.migrations;

import org.jspecify.annotations.NullMarked;
