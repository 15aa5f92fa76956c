package dev.holdfast.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.store.StoreObserver;
import dev.holdfast.core.usecase.HistoryObserver;
import dev.holdfast.core.usecase.OperationObserver;
import dev.holdfast.server.config.HoldfastConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StartingTest {

  private final Holdfast starting =
      new Holdfast(
          new SmallRyeConfigBuilder()
              .withConverter(Duration.class, 200, new DurationConverter())
              .withMapping(HoldfastConfig.class)
              .build()
              .getConfigMapping(HoldfastConfig.class),
          GroupObserver.SILENT,
          OperationObserver.SILENT,
          WriteObserver.SILENT,
          HistoryObserver.SILENT,
          StoreObserver.SILENT);

  @Test
  void aServerThatIsStartingTellsWhenToComeBack() {
    List<ThrowingCallable> calls =
        List.of(starting::batches, starting::operations, starting::threads, starting::checkpoints);

    for (ThrowingCallable call : calls) {
      var refused = catchThrowableOfType(Failure.RetryLater.class, call);
      assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
      assertThat(refused.after()).isPositive();
    }
  }

  @Test
  void itHasNoBacklogAndIsNotOpen() {
    assertThat(starting.isOpen()).isFalse();
    assertThat(starting.backlogRows() + starting.backlogBytes()).isZero();
  }
}
