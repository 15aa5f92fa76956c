package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.LanesConformance;

final class ReferenceLanesTest extends LanesConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
