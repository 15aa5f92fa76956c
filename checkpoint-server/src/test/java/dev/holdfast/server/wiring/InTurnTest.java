package dev.holdfast.server.wiring;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class InTurnTest {
  private static final Routed QUEUED = new Routed.Queued(new SignalPlace(1, SignalState.QUEUED, 0));

  private final List<String> calls = new ArrayList<>();
  private final Map<String, CompletableFuture<Routed>> answers = new HashMap<>();
  private final InTurn inTurn =
      new InTurn(
          one -> one.priority() == SignalPriority.CRITICAL,
          one -> called("sent ", one),
          one -> called("queued ", one));

  private CompletionStage<Routed> called(String how, Signal one) {
    calls.add(how + one.name());
    return answer(one.name());
  }

  private CompletableFuture<Routed> answer(String name) {
    return answers.computeIfAbsent(name, asked -> new CompletableFuture<>());
  }

  private void sent(SignalBuilder... several) {
    for (SignalBuilder one : several) {
      assertThat(next(one)).isNotCompletedExceptionally();
    }
  }

  private CompletableFuture<Object> next(SignalBuilder one) {
    return inTurn.next(one.build());
  }

  private static SignalBuilder critical(String name) {
    return signal(name).priority(SignalPriority.CRITICAL);
  }

  @Test
  void criticalOnesOfAWorkflowGoWhenTheOneBeforeIsAnsweredAndKeepNobodyElseWaiting() {
    sent(critical("1"), critical("2"), critical("other").to("another"), signal("normal"));
    assertThat(calls).containsExactly("sent 1", "sent other", "sent normal");

    answer("1").complete(new Routed.Delivered(false));

    assertThat(calls).endsWith("sent 2");
  }

  @Test
  void behindOneThatHadToBeQueuedTheNextOnesAreQueued() {
    sent(critical("1"), critical("2"));
    CompletableFuture<Object> third = next(critical("3"));

    answer("1").complete(QUEUED);
    answer("2").complete(QUEUED);
    answer("3").complete(QUEUED);

    assertThat(calls).containsExactly("sent 1", "queued 2", "queued 3");
    assertThat(third).isCompletedWithValue(QUEUED);
  }

  @Test
  void oneThatIsRefusedStopsNobody() {
    CompletableFuture<Object> first = next(critical("1"));
    sent(critical("2"));

    answer("1").completeExceptionally(Failure.outcomeUnknown());

    assertThat(first).isCompletedWithValueMatching(Failure.class::isInstance);
    assertThat(calls).containsExactly("sent 1", "sent 2");
  }
}
