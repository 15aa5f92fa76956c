package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.signals.FakeEnvelopes;
import dev.holdfast.signals.FakeTemporal;
import dev.holdfast.signals.FakeTime;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deliveries on an outbox in memory, in a time that the test moves. */
final class Rig implements DeliveryObserver {
  static final LaneLimits LANE = new LaneLimits(500, 1 << 20, Duration.ofSeconds(5));
  static final Duration LEASE = Duration.ofSeconds(15);
  static final Duration CALL = Duration.ofSeconds(5);

  final ReferenceSignalOutbox outbox = new ReferenceSignalOutbox(LANE);
  final FakeTime time = new FakeTime(outbox::pass);
  final FakeTemporal temporal = new FakeTemporal();
  final FakeEnvelopes envelopes;
  final List<String> died = new ArrayList<>();
  final List<String> failed = new ArrayList<>();

  Rig(boolean envelope) {
    envelopes = new FakeEnvelopes(envelope);
  }

  /** A delivery that looks for lanes twice a second. */
  Delivery delivery() {
    return delivery(outbox, 64);
  }

  Delivery delivery(SignalOutbox on, int lanes) {
    return delivery(on, lanes, LANE);
  }

  Delivery delivery(SignalOutbox on, int lanes, LaneLimits lane) {
    return delivery(on, new Courtesy(time, lanes, lanes), lane);
  }

  Delivery delivery(SignalOutbox on, Courtesy courtesy, LaneLimits lane) {
    return new Delivery(
        on,
        new DeliveryWays(temporal, envelopes, this, outbox, courtesy, () -> 0.5),
        new DeliveryLimits(LEASE, CALL, Duration.ofMillis(500), Duration.ofSeconds(30), lane),
        time,
        time,
        "replica");
  }

  long accept(SignalBuilder signal) {
    return accept(signal, null);
  }

  long accept(SignalBuilder signal, @Nullable String requestId) {
    var accepted = new AcceptedSignal(signal.build(), requestId, Duration.ZERO, false);
    var outcome = Await.result(outbox.write(List.of(accepted))).get(0);
    return ((Outcome.Done<SignalPlace>) outcome).result().id();
  }

  SignalStatus status(long id) {
    return Await.result(outbox.desk().find(Fixtures.TENANT, id)).orElseThrow();
  }

  SignalState state(long id) {
    return status(id).state();
  }

  @Override
  public void failed(String statement) {
    failed.add(statement);
  }

  @Override
  public void expired(String namespace, int signals) {
    died.add(namespace + " expired " + signals);
  }

  @Override
  public void died(QueuedSignal signal, DeadReason reason) {
    died.add(signal.signal().name() + " " + reason.text());
  }
}
