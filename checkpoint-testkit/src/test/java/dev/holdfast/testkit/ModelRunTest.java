package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.ThreadStore;
import dev.holdfast.testkit.reference.ReferenceStore;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A model run passes a store that keeps the rules and finds one that does not. */
final class ModelRunTest {
  private static final int STEPS = 150;

  @Test
  void theReferenceIsLikeItself() {
    for (long seed = 1; seed <= 4; seed++) {
      ModelRun.compare(seed, STEPS, faultless());
    }
  }

  @Test
  void aWriterThatForgetsPathsIsFound() {
    var right = faultless();
    var faulty =
        new Stores(new FaultyPathlessWriter(right.writer()), right.reader(), right.threads());

    assertThatThrownBy(() -> ModelRun.compare(7, STEPS, faulty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 7, step ")
        .hasMessageContaining("expected: ");
  }

  @Test
  void aStoreThatDoesNotDeleteIsFound() {
    var right = faultless();
    var faulty = new Stores(right.writer(), right.reader(), faultyThreads(right.threads()));

    assertThatThrownBy(() -> ModelRun.compare(7, STEPS, faulty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Delete");
  }

  private static Stores faultless() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }

  /** Says that it deletes, and does not. */
  private static ThreadStore faultyThreads(ThreadStore right) {
    return (ThreadStore)
        Proxy.newProxyInstance(
            ThreadStore.class.getClassLoader(),
            new Class<?>[] {ThreadStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("delete")
                    ? right.thread((ThreadKey) arguments[0]).thenApply(found -> found.isPresent())
                    : method.invoke(right, arguments));
  }
}
