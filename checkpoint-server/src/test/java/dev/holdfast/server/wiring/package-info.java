/** How a server is put together and starts. */
@NullMarked
package dev.holdfast.server.wiring;

import org.jspecify.annotations.NullMarked;
