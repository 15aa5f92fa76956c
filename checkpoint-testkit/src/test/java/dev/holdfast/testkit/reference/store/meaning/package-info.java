/** The reference store passes the suites of search by meaning. */
@NullMarked
package dev.holdfast.testkit.reference.store.meaning;

import org.jspecify.annotations.NullMarked;
