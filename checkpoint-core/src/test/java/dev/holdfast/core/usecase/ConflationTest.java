package dev.holdfast.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflationTest {

  private static final ThreadKey T = thread("t");

  private final HeldPorts ports = new HeldPorts();
  private final List<Long> removed = new ArrayList<>();
  private final Conflation conflation =
      new Conflation(new HeldThreads(ports), () -> ports.nanos, removed::add, 2);

  @Test
  void aThreadIsConflatedWhenItHasGrown() {
    conflation.grown(T, Conflation.EVERY - 1);
    assertThat(ports.reached).isEmpty();

    conflation.grown(T, 1);

    assertThat(ports.reached).containsExactly("conflate t");
  }

  @Test
  void aThreadIsConflatedWhenItIsIdle() {
    conflation.grown(T, 1);
    pass(Conflation.IDLE.minusMillis(1));
    conflation.tick();
    assertThat(ports.reached).isEmpty();

    pass(Duration.ofMillis(1));
    conflation.tick();

    assertThat(ports.reached).containsExactly("conflate t");
  }

  @Test
  void everyAppendPutsIdlenessOff() {
    pass(Duration.ofMillis(1));
    conflation.grown(T, 1);
    conflation.grown(thread("u"), 1);
    pass(Conflation.IDLE.minusMillis(1));
    conflation.grown(T, 1);
    pass(Duration.ofMillis(1));

    conflation.tick();

    assertThat(ports.reached).containsExactly("conflate u");
  }

  @Test
  void anIdleThreadIsConflatedOnce() {
    conflation.grown(T, 1);
    pass(Conflation.IDLE);
    conflation.tick();
    ports.release("conflate t");
    pass(Conflation.IDLE);

    conflation.tick();

    assertThat(ports.reached).hasSize(1);
    assertThat(removed).containsExactly(6L);
  }

  @Test
  void aThreadHasOneRunAtATimeAndTheNextAsSoonAsItIsDue() {
    conflation.grown(T, Conflation.EVERY);

    conflation.grown(T, 2 * Conflation.EVERY);
    pass(Conflation.IDLE);
    conflation.tick();

    assertThat(ports.reached).hasSize(1);
    ports.release("conflate t");
    assertThat(ports.reached).hasSize(2);
    ports.release("conflate t");
    assertThat(ports.reached).hasSize(2);
  }

  @Test
  void whatGrowsALittleWhileItIsConflatedIsConflatedWhenItIsIdle() {
    conflation.grown(T, Conflation.EVERY);
    conflation.grown(T, 1);
    ports.release("conflate t");
    assertThat(ports.reached).hasSize(1);
    pass(Conflation.IDLE);

    conflation.tick();

    assertThat(ports.reached).hasSize(2);
  }

  @Test
  void onlyAFewThreadsAreConflatedAtATime() {
    for (String id : List.of("t", "u", "v")) {
      conflation.grown(thread(id), Conflation.EVERY);
    }
    assertThat(ports.reached).containsExactly("conflate t", "conflate u");

    ports.release("conflate u");

    assertThat(ports.reached).endsWith("conflate v");
  }

  @Test
  void whatFailsIsTriedAgainWhenTheThreadIsIdle() {
    conflation.grown(T, Conflation.EVERY);
    ports.fail("conflate t", new IllegalStateException("away"));
    assertThat(ports.reached).hasSize(1);
    pass(Conflation.IDLE);

    conflation.tick();

    assertThat(ports.reached).hasSize(2);
    assertThat(removed).isEmpty();
  }

  private void pass(Duration time) {
    ports.nanos += time.toNanos();
  }

  private static ThreadKey thread(String id) {
    return new ThreadKey(new TenantId("default"), new ThreadId(id));
  }
}
