/** What a server believes of the threads that it writes to. */
@NullMarked
package dev.holdfast.postgres.view;

import org.jspecify.annotations.NullMarked;
