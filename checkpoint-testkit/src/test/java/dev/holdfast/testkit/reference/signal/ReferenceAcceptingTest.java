package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.AcceptingConformance;

final class ReferenceAcceptingTest extends AcceptingConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
