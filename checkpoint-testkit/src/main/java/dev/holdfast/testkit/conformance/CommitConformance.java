package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends and signals that are committed as one, behind a group commit (ADR 8). */
public abstract class CommitConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final LaneLimits ALL = new LaneLimits(500, 1 << 20, Duration.ofSeconds(5));
  private static final GroupLimits LIMITS =
      new GroupLimits(1, 1000, 1 << 20, 10_000, 1 << 24, Duration.ofMillis(1), 3);

  @SuppressWarnings("NullAway.Init")
  private GroupCommit<Commit, Committed> commits;

  /** The outbox that the writer of {@link #stores()} brings signals into. */
  protected abstract SignalStores signals();

  @BeforeEach
  void openCommits() {
    commits =
        new GroupCommit<>(
            LIMITS, stores.writer()::commit, new Weight(), System::nanoTime, GroupObserver.SILENT);
  }

  private static final class Weight implements Weigher<Commit> {
    @Override
    public int rows(Commit commit) {
      return Math.max(1, commit.rows());
    }

    @Override
    public long bytes(Commit commit) {
      return commit.bytes();
    }
  }

  /** Submits commits so that they are one group. */
  private List<CompletableFuture<Committed>> submit(Commit... group) {
    List<CompletableFuture<Committed>> submitted = new ArrayList<>();
    commits.together(
        () ->
            Arrays.stream(group)
                .forEach(
                    one ->
                        submitted.add(
                            commits.submit(0, one, Long.MAX_VALUE).toCompletableFuture())));
    return submitted;
  }

  private Committed commit(Commit commit) {
    return await(submit(commit).get(0));
  }

  private static AttachedSignal once(SignalBuilder signal) {
    return new AttachedSignal(signal.build(), Duration.ZERO, false);
  }

  private static AttachedSignal first(SignalBuilder signal) {
    return new AttachedSignal(signal.build(), Duration.ZERO, true);
  }

  private static Append write(String checkpoint) {
    return writes(PLACE, checkpoint).add("task", 0, "a", checkpoint).build();
  }

  private static Append put(String checkpoint) {
    return Fixtures.put(PLACE, checkpoint).value("a", 1, "text").build();
  }

  /** Names a base that nobody has. */
  private static Append lost(String checkpoint) {
    return Fixtures.put(PLACE, checkpoint).kept("a", 7).build();
  }

  private List<String> queued() {
    return await(signals().outbox().claim("replica", 10, Duration.ofSeconds(30), ALL)).stream()
        .flatMap(lane -> lane.signals().stream())
        .map(QueuedSignal::signal)
        .map(one -> one.name())
        .toList();
  }

  private boolean stored(String checkpoint) {
    return find(PLACE, checkpoint).isPresent();
  }

  @Test
  void signalsAreInTheOutboxInTheirOrderWhenTheWriteIsAcknowledged() {
    Committed done =
        commit(
            new Commit(
                put("c1"), List.of(once(signal("one").key("1")), once(signal("two").key("2")))));

    assertThat(done.places()).extracting(place -> place.state()).containsOnly(SignalState.QUEUED);
    assertThat(done.places().get(0).id()).isLessThan(done.places().get(1).id());
    assertThat(stored("c1")).isTrue();
    assertThat(queued()).containsExactly("one", "two");
  }

  @Test
  void eachWriteOfAGroupIsToldOfItsOwnSignals() {
    var done =
        submit(
            new Commit(put("c1"), List.of(once(signal("one").key("1")))),
            new Commit(put("c2"), List.of()),
            new Commit(
                write("c2"),
                List.of(once(signal("two").key("2")), once(signal("three").key("3")))));

    assertThat(await(done.get(0)).places()).hasSize(1);
    assertThat(await(done.get(1)).places()).isEmpty();
    assertThat(await(done.get(2)).places()).hasSize(2);
    assertThat(await(done.get(0)).places().get(0).id())
        .isLessThan(await(done.get(2)).places().get(0).id());
    assertThat(queued()).containsExactly("one", "two", "three");
  }

  @Test
  void signalsOfARefusedWriteAreNotAccepted() {
    var done =
        submit(
            new Commit(put("c1"), List.of(once(signal("one").key("1")))),
            new Commit(lost("c2"), List.of(once(signal("two").key("2")))),
            new Commit(write("c1"), List.of(once(signal("three").key("3")))));

    assertThat(failureOf(done.get(1))).isEqualTo(Code.MISSING_VALUES);
    assertThat(await(done.get(2)).places()).hasSize(1);
    assertThat(queued()).containsExactly("one", "three");
  }

  @Test
  void aReusedKeyRefusesItsWriteAndNoOther() {
    commit(new Commit(put("c1"), List.of(once(signal("one").key("1")))));

    var done =
        submit(
            new Commit(put("c2"), List.of(once(signal("two").key("2")))),
            new Commit(
                put("c3"), List.of(once(signal("fine").key("3")), once(signal("other").key("1")))),
            new Commit(put("c4"), List.of(once(signal("four").key("4")))));

    assertThat(failureOf(done.get(1))).isEqualTo(Code.SIGNAL_KEY_REUSED);
    assertThat(await(done.get(0)).places()).hasSize(1);
    assertThat(await(done.get(2)).places()).hasSize(1);
    assertThat(stored("c3")).isFalse();
    assertThat(stored("c2") && stored("c4")).isTrue();
    assertThat(queued()).containsExactly("one", "two", "four");
  }

  @Test
  void aKeyThatIsReusedWithinAGroupRefusesTheLaterWrite() {
    var done =
        submit(
            new Commit(put("c1"), List.of(once(signal("one").key("1")))),
            new Commit(put("c2"), List.of(once(signal("other").key("1")))));

    assertThat(await(done.get(0)).places()).hasSize(1);
    assertThat(failureOf(done.get(1))).isEqualTo(Code.SIGNAL_KEY_REUSED);
    assertThat(stored("c1")).isTrue();
    assertThat(stored("c2")).isFalse();
  }

  @Test
  void whereTheFirstWinsARepeatWithOtherArgumentsStoresTheWriteAndKeepsTheSignal() {
    Committed before =
        commit(new Commit(write("c1"), List.of(first(signal("one").key("1").with("1")))));

    Committed after =
        commit(new Commit(put("c1"), List.of(first(signal("one").key("1").with("2")))));

    assertThat(after.places().get(0).id()).isEqualTo(before.places().get(0).id());
    assertThat(stored("c1")).isTrue();
    assertThat(queued()).containsExactly("one");
  }

  @Test
  void aWriteThatIsRepeatedSignalsOnce() {
    var commit = new Commit(write("c1"), List.of(once(signal("one").key("1"))));

    Committed one = commit(commit);
    Committed two = commit(commit);

    assertThat(two.places())
        .extracting(place -> place.id())
        .containsExactly(one.places().get(0).id());
    assertThat(queued()).containsExactly("one");
  }

  @Test
  void aWriteThatIsStoredAlreadyStillBringsItsSignal() {
    commit(new Commit(write("c1"), List.of()));

    commit(new Commit(write("c1"), List.of(once(signal("one").key("1")))));

    assertThat(queued()).containsExactly("one");
  }

  @Test
  void aWriteOfNothingBringsItsSignal() {
    commit(new Commit(writes(PLACE, "c1").build(), List.of(once(signal("one").key("1")))));

    assertThat(queued()).containsExactly("one");
  }

  @Test
  void signalsOfALifeThatIsOverAreNotAccepted() {
    commit(new Commit(put("c1"), List.of()));
    var old = commit(new Commit(put("c2"), List.of())).appended().incarnation();
    await(stores.threads().delete(PLACE.thread(), null));

    Append late = writes(PLACE, "c2").add("task", 0, "a", "x").incarnation(old).build();
    var done = submit(new Commit(late, List.of(once(signal("one").key("1")))));

    assertThat(failureOf(done.get(0))).isEqualTo(Code.THREAD_DELETED);
    assertThat(queued()).isEmpty();
  }

  @Test
  void aWriteThatCannotBeStoredIsToldBeforeTheReusedKeyOfItsSignal() {
    var life = commit(new Commit(put("c1"), List.of(once(signal("one").key("1")))));
    var reused = List.of(once(signal("other").key("1")));
    Append late =
        writes(PLACE, "c1")
            .add("task", 0, "a", "x")
            .incarnation(life.appended().incarnation())
            .build();

    var missing = submit(new Commit(lost("c2"), reused));
    await(stores.threads().delete(PLACE.thread(), null));
    var deleted = submit(new Commit(late, reused));

    assertThat(failureOf(missing.get(0))).isEqualTo(Code.MISSING_VALUES);
    assertThat(failureOf(deleted.get(0))).isEqualTo(Code.THREAD_DELETED);
    assertThat(queued()).containsExactly("one");
  }

  @Test
  void aSignalWithoutAKeyIsAFault() {
    assertThat(catchThrowable(() -> once(signal("one"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
