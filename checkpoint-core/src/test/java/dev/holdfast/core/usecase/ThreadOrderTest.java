package dev.holdfast.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that cannot even be started do not stop the ones behind them. */
final class ThreadOrderTest {
  private static final ThreadKey THREAD = new ThreadKey(new TenantId("d"), new ThreadId("t"));

  private final ThreadOrder order = new ThreadOrder();

  @Test
  void anAppendThatThrowsFailsAlone() {
    // When
    var thrown =
        order.<String>append(
            THREAD,
            () -> {
              throw new IllegalStateException("surprise");
            });
    var next = order.append(THREAD, () -> CompletableFuture.completedFuture("next"));
    var read = order.alone(List.of(THREAD), () -> CompletableFuture.completedFuture("read"));

    // Then
    assertThat(thrown).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue("next");
    assertThat(read).isCompletedWithValue("read");
  }

  @Test
  void aReadThatThrowsFailsAlone() {
    // When
    var thrown =
        order.<String>alone(
            List.of(THREAD),
            () -> {
              throw new IllegalStateException("surprise");
            });
    var next = order.append(THREAD, () -> CompletableFuture.completedFuture("next"));

    // Then
    assertThat(thrown).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue("next");
  }
}
