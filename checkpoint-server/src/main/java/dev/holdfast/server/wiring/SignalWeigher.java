package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;

/** What a signal weighs in a commit: its row. Lanes are few beside a burst. */
final class SignalWeigher implements Weigher<AcceptedSignal> {

  @Override
  public int rows(AcceptedSignal accepted) {
    return 1;
  }

  @Override
  public long bytes(AcceptedSignal accepted) {
    return accepted.signal().length();
  }
}
