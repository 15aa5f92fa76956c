/** The rules that packages keep. */
@NullMarked
package dev.holdfast.server.architecture;

import org.jspecify.annotations.NullMarked;
