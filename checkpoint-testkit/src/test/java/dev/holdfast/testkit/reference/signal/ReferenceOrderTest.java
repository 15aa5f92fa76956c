package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.OrderConformance;

final class ReferenceOrderTest extends OrderConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
