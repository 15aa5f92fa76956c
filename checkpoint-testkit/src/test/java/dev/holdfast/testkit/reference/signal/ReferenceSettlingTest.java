package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.SettlingConformance;

final class ReferenceSettlingTest extends SettlingConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
