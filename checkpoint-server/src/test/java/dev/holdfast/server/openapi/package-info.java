/** The document of the API and the server say the same. */
@NullMarked
package dev.holdfast.server.openapi;

import org.jspecify.annotations.NullMarked;
