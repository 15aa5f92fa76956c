package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.ExpiryConformance;

final class ReferenceExpiryTest extends ExpiryConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
