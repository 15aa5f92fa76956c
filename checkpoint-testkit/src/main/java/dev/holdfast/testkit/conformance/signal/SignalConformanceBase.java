package dev.holdfast.testkit.conformance.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the suites have in common: an empty outbox for each test, and calls that wait. */
public abstract class SignalConformanceBase {
  /** What makes a lane due at once in every suite. */
  public static final LaneLimits DUE = new LaneLimits(5, 1_000, Duration.ofSeconds(5));

  /** Ages by minutes: on a real clock no test takes as long. */
  static final LaneLimits MUCH = new LaneLimits(500, 1 << 20, Duration.ofMinutes(5));

  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration LONG = Duration.ofMinutes(10);

  /** The ports of the running test. */
  @SuppressWarnings("NullAway.Init")
  protected SignalStores stores;

  /**
   * Ports over an empty outbox, whose lanes are due at {@link #DUE}; asked for once by each test.
   */
  protected abstract SignalStores stores();

  @BeforeEach
  final void openStores() {
    stores = stores();
  }

  List<Outcome<SignalPlace>> group(AcceptedSignal... group) {
    List<Outcome<SignalPlace>> outcomes = Await.result(stores.outbox().write(List.of(group)));
    assertThat(outcomes).hasSize(group.length);
    return outcomes;
  }

  static AcceptedSignal after(Duration linger, SignalBuilder signal) {
    return new AcceptedSignal(signal.build(), null, linger, false);
  }

  /** Accepts signals that are due at once, each in a group of its own. */
  List<SignalPlace> accept(SignalBuilder... signals) {
    return Arrays.stream(signals)
        .map(signal -> place(group(after(Duration.ZERO, signal)).get(0)))
        .toList();
  }

  long id(SignalBuilder signal) {
    return accept(signal).get(0).id();
  }

  static SignalPlace place(Outcome<SignalPlace> outcome) {
    return ((Outcome.Done<SignalPlace>) outcome).result();
  }

  List<ClaimedLane> claim() {
    return claim(stores.outbox(), MUCH);
  }

  static List<ClaimedLane> claim(SignalOutbox outbox, LaneLimits limits) {
    return Await.result(outbox.claim("replica", 10, LEASE, limits));
  }

  /** Claims the only lane that is due. */
  ClaimedLane one() {
    List<ClaimedLane> claimed = claim();
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  static List<Long> ids(ClaimedLane lane) {
    return lane.signals().stream().map(QueuedSignal::id).toList();
  }

  static List<String> names(ClaimedLane lane) {
    return lane.signals().stream().map(queued -> queued.signal().name()).toList();
  }

  static FormedBatch batch(ClaimedLane lane) {
    return new FormedBatch(ids(lane), "request", 0, null);
  }

  boolean form(ClaimedLane lane, FormedBatch batch) {
    var formed = new SignalOutbox.Formed(lane.workflow(), lane.fencing(), batch);
    return Await.result(stores.outbox().form(List.of(formed))).get(0);
  }

  /** Gives a lane back: all that came with it is delivered. */
  Optional<Duration> delivered(ClaimedLane lane) {
    return delivered(lane, ids(lane));
  }

  Optional<Duration> delivered(ClaimedLane lane, List<Long> ids) {
    return settle(lane, ids, Map.of(), null, Duration.ZERO);
  }

  Optional<Duration> dead(ClaimedLane lane, DeadReason reason) {
    Map<Long, DeadReason> dead = new LinkedHashMap<>();
    ids(lane).forEach(id -> dead.put(id, reason));
    return settle(lane, List.of(), dead, null, Duration.ZERO);
  }

  Optional<Duration> again(ClaimedLane lane, FormedBatch batch, Duration pause) {
    return settle(lane, List.of(), Map.of(), batch, pause);
  }

  Optional<Duration> untouched(ClaimedLane lane) {
    return delivered(lane, List.of());
  }

  Optional<Duration> settle(
      ClaimedLane lane,
      List<Long> delivered,
      Map<Long, DeadReason> dead,
      @Nullable FormedBatch resend,
      Duration pause) {
    return settle(
        new Settlement(lane.workflow(), lane.fencing(), delivered, dead, List.of(), resend, pause));
  }

  Optional<Duration> settle(Settlement settlement) {
    return Await.result(stores.outbox().settle(List.of(settlement))).get(0);
  }

  /** Claims, forms and delivers what is due, over and over, and tells the names in that order. */
  List<String> drain(LaneLimits limits) {
    List<String> names = new java.util.ArrayList<>();
    for (List<ClaimedLane> claimed = claim(stores.outbox(), limits);
        !claimed.isEmpty();
        claimed = claim(stores.outbox(), limits)) {
      for (ClaimedLane lane : claimed) {
        assertThat(lane.signals()).as("a lane that is due has something to send").isNotEmpty();
        assertThat(form(lane, batch(lane))).isTrue();
        names.addAll(names(lane));
        delivered(lane);
      }
    }
    return names;
  }

  void pass(Duration time) {
    stores.time().accept(time);
  }

  SignalStatus status(long id) {
    return Await.result(stores.desk().find(Fixtures.TENANT, id)).orElseThrow();
  }

  SignalState state(long id) {
    return status(id).state();
  }

  SignalState cancel(long id) {
    return Await.result(stores.desk().cancel(Fixtures.TENANT, id)).orElseThrow();
  }

  List<Long> redrive(Long... ids) {
    return Await.result(stores.desk().redrive(Fixtures.TENANT, List.of(ids)));
  }

  int discard(Long... ids) {
    return Await.result(stores.desk().discard(Fixtures.TENANT, List.of(ids), "given up"));
  }
}
