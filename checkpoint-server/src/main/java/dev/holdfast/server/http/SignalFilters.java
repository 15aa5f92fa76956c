package dev.holdfast.server.http;

import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.SignalDecoder;
import org.jspecify.annotations.Nullable;

/** Which signals a list shows. */
final class SignalFilters {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private SignalFilters() {}

  static SignalDesk.Filter of(
      Query query, @Nullable SignalState state, @Nullable DeadReason reason) {
    String cursor = query.text("cursor");
    return new SignalDesk.Filter(
        Tenants.DEFAULT,
        query.id("namespace"),
        query.id("workflow_id"),
        state,
        reason,
        cursor == null ? null : SignalDecoder.id(cursor, Query.at("cursor")),
        (int) query.number("limit", 1, MOST, USUAL));
  }
}
