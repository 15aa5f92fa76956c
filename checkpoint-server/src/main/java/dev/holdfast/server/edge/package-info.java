/** What every request meets before the resources: routes, bodies, and problems outside of them. */
@NullMarked
package dev.holdfast.server.edge;

import org.jspecify.annotations.NullMarked;
