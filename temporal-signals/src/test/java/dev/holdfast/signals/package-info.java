/** What the tests of signals share. */
@NullMarked
package dev.holdfast.signals;

import org.jspecify.annotations.NullMarked;
