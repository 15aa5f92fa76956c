package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.conformance.SharingConformance;
import dev.holdfast.testkit.reference.ReferenceStore;
import org.junit.jupiter.api.Test;

/** A store may answer with splices to those who ask for them. */
final class SplicingReaderTest extends SharingConformance {
  private static final int STEPS = 150;

  @Override
  protected Stores stores() {
    return splicing(false);
  }

  @Test
  void aModelRunTakesThem() {
    for (long seed = 1; seed <= 4; seed++) {
      ModelRun.compare(seed, STEPS, splicing(false));
    }
  }

  @Test
  void nobodyGetsThemUnasked() {
    assertThatThrownBy(() -> ModelRun.compare(1, STEPS, splicing(true)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nobody asked for");
  }

  private static Stores splicing(boolean always) {
    var store = new ReferenceStore();
    return new Stores(store.writer(), new SplicingReader(store.reader(), always), store.threads());
  }
}
