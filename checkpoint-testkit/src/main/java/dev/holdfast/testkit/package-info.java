/** What tests of every module share: stores, reference runs. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
