package dev.holdfast.signals.deliver;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.Envelopes.Way;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A replica has called all signals of a batch one by one, and dies before it can write that down;
 * the next one would like envelopes. Whatever delays it: all that it calls again is the same call.
 */
class TakenOverTest {
  private final Rig rig = new Rig(false);
  private List<Long> ids = List.of();
  private List<String> called = List.of();

  @BeforeEach
  void oneDies() {
    ids = List.of(accept("1"), accept("2"), accept("3"), accept("4"));
    rig.delivery(new DyingOutbox(rig.outbox), 64).wake();
    called = List.copyOf(rig.temporal.requestIds());
    rig.temporal.calls.clear();
    rig.envelopes.way = CompletableFuture.completedFuture(Way.TOGETHER);
    rig.time.pass(Rig.LEASE.plusSeconds(1));
    assertThat(called).hasSize(4).doesNotHaveDuplicates();
  }

  private long accept(String name) {
    return rig.accept(signal(name).grace(Duration.ofMinutes(10)));
  }

  private void theOtherEnds() {
    rig.delivery().start();
    rig.time.pass(Duration.ofSeconds(60));
    assertThat(ids).allMatch(id -> rig.state(id) == SignalState.DELIVERED);
    assertThat(called).containsAll(rig.temporal.requestIds());
  }

  @Test
  void atOnce() {
    theOtherEnds();

    assertThat(rig.temporal.names()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void whenTheServerDoesNotAnswer() {
    rig.temporal.answer(CallOutcome.DELIVERED, CallOutcome.UNCERTAIN);

    theOtherEnds();

    assertThat(rig.temporal.names()).containsExactly("1", "2", "2", "3", "4");
  }

  @Test
  void whenTheLeaseIsTooShortForAll() {
    rig.temporal.rule(
        call -> {
          rig.time.pass(Duration.ofSeconds(5));
          return CallOutcome.DELIVERED;
        });

    theOtherEnds();

    assertThat(rig.temporal.names()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void whenTheWorkflowIsNotFoundForAWhile() {
    rig.temporal.answer(CallOutcome.DELIVERED, CallOutcome.WORKFLOW_NOT_FOUND);

    theOtherEnds();

    assertThat(rig.temporal.names()).containsExactly("1", "2", "2", "3", "4");
    assertThat(rig.status(ids.get(1)).attempts()).isEqualTo(2);
  }
}
