package dev.holdfast.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Vector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When an endpoint is left in peace, and for how long. The pause goes by the real clock. */
class GuardedTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final AtomicInteger calls = new AtomicInteger();
  private final List<String> circuit = new CopyOnWriteArrayList<>(); // a timer tells, too
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private @Nullable CallFailed fault;

  private Guarded guarded(Duration open) {
    var url = URI.create("http://127.0.0.1/v1");
    var endpoint = new Endpoint(url, "m", 1, false, null, LIMIT, 0, 1, 1, 1, open);
    return new Guarded(
        endpoint,
        state -> {
          circuit.add(state.name());
          told.add(System.nanoTime());
        });
  }

  /** Asks so often; whether the last one was answered. */
  private boolean asked(Guarded guarded, int times) {
    boolean answered = false;
    for (int i = 0; i < times; i++) {
      answered =
          guarded.run(this::call).handle((done, e) -> e == null).toCompletableFuture().join();
    }
    return answered;
  }

  private CompletableFuture<List<Vector>> call() {
    calls.incrementAndGet();
    return fault == null
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.failedFuture(fault);
  }

  /**
   * Three states of an open circuit: asks once when it has told the second. It is in it a moment
   * before it tells: what comes of a call in between would be told first.
   */
  private List<String> threeStates(Guarded guarded) {
    await(2);
    asked(guarded, 1);
    await(3);
    return circuit.stream().limit(3).toList();
  }

  private void await(int states) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (circuit.size() < states && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void itIsLeftInPeaceWhenHalfOfTheLastCallsHaveFailed() {
    Guarded guarded = guarded(LIMIT);
    int half = Endpoint.WINDOW / 2;
    asked(guarded, half + 1);
    fault = CallFailed.passing("it does not work");
    asked(guarded, half - 1);
    assertThat(circuit).isEmpty();

    asked(guarded, 1);

    assertThat(circuit).containsExactly("OPEN");
    fault = null;
    assertThat(asked(guarded, 1)).isFalse();
    assertThat(calls).hasValue(Endpoint.WINDOW + 1);
  }

  @Test
  void afterThePauseItIsTriedAndIfThatGoesWellCalledAsBefore() {
    Guarded guarded = guarded(SHORT);
    fault = CallFailed.lasting("another key is needed");
    asked(guarded, Endpoint.WINDOW);
    fault = null;

    assertThat(threeStates(guarded)).containsExactly("OPEN", "HALF_OPEN", "CLOSED");
    assertThat(told.get(1) - told.get(0)).isGreaterThanOrEqualTo(SHORT.toNanos() / 2);

    assertThat(asked(guarded, 1)).isTrue();
    assertThat(calls).hasValue(Endpoint.WINDOW + 2);
  }

  @Test
  void aTryThatFailsIsAnotherPause() {
    Guarded guarded = guarded(SHORT);
    fault = CallFailed.passing("it does not work");
    asked(guarded, Endpoint.WINDOW);

    assertThat(threeStates(guarded)).containsExactly("OPEN", "HALF_OPEN", "OPEN");

    assertThat(calls).hasValue(Endpoint.WINDOW + 1);
  }

  @Test
  void textsThatAreRefusedAreNotTheEndpointsFault() {
    Guarded guarded = guarded(LIMIT);
    fault = CallFailed.refused(400);
    asked(guarded, 2 * Endpoint.WINDOW);

    assertThat(calls).hasValue(2 * Endpoint.WINDOW);
    assertThat(circuit).isEmpty();
  }
}
