package dev.holdfast.testkit.reference.signal;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.SignalConformanceBase;

/** The ports of signals over nothing. */
final class ReferenceSignals {

  private ReferenceSignals() {}

  static SignalStores empty() {
    var outbox = new ReferenceSignalOutbox(SignalConformanceBase.DUE);
    return new SignalStores(outbox, outbox, outbox.desk(), outbox, outbox::pass);
  }
}
