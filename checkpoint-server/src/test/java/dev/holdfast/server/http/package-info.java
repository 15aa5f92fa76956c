/** The API as callers see it, on a running server. */
@NullMarked
package dev.holdfast.server.http;

import org.jspecify.annotations.NullMarked;
