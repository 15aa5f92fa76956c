package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.DeskConformance;

final class ReferenceDeskTest extends DeskConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
