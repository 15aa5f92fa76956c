@NullMarked
package dev.holdfast.temporal.worker;

import org.jspecify.annotations.NullMarked;
