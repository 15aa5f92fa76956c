/** Tests of the migrations on real Postgres. */
@NullMarked
package dev.holdfast.migrations;

import org.jspecify.annotations.NullMarked;
