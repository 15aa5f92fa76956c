/** Many callers share one database commit; each is acknowledged after it. */
@NullMarked
package dev.holdfast.core.groupcommit;

import org.jspecify.annotations.NullMarked;
