package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.FormingConformance;

final class ReferenceFormingTest extends FormingConformance {
  @Override
  protected SignalStores stores() {
    return ReferenceSignals.empty();
  }
}
