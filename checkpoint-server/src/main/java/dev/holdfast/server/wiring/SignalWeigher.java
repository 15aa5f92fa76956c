package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;

/** What a signal weighs in a commit: its row, and its lane's. */
final class SignalWeigher implements Weigher<AcceptedSignal> {

  private static final int ROWS = 2;

  @Override
  public int rows(AcceptedSignal accepted) {
    return ROWS;
  }

  @Override
  public long bytes(AcceptedSignal accepted) {
    return accepted.signal().length();
  }
}
