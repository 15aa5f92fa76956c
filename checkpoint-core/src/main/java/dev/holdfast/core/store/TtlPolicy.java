package dev.holdfast.core.store;

import org.jspecify.annotations.Nullable;

/**
 * What holds where a request does not say how long an item lives.
 *
 * @param ttl of puts that name none; null: they do not expire
 * @param refresh whether reads that do not say begin the time anew
 */
public record TtlPolicy(@Nullable Ttl ttl, boolean refresh) {

  /** Items do not expire by themselves, and reads refresh. */
  public static final TtlPolicy NONE = new TtlPolicy(null, true);
}
