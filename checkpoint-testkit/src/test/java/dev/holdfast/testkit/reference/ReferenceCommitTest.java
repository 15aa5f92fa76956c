package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.CommitConformance;
import dev.holdfast.testkit.conformance.signal.SignalConformanceBase;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;

final class ReferenceCommitTest extends CommitConformance {
  private final ReferenceSignalOutbox outbox = new ReferenceSignalOutbox(SignalConformanceBase.DUE);

  @Override
  protected Stores stores() {
    var store = new ReferenceStore(outbox);
    return new Stores(store.writer(), store.reader(), store.threads());
  }

  @Override
  protected SignalStores signals() {
    return new SignalStores(outbox, outbox, outbox.desk(), outbox, outbox::pass);
  }
}
