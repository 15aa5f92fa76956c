package dev.holdfast.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Replicas that do at random what replicas do, and a record of it. */
final class RandomLanes {
  private static final int WORKFLOWS = 6;

  private final List<PgSignalOutbox> outboxes;
  private final SignalDesk desk;
  private final LaneLimits limits;
  private final Duration lease;
  private final boolean late;
  private final List<Long> accepted = new CopyOnWriteArrayList<>();
  private final List<Long> delivered = new CopyOnWriteArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final AtomicBoolean accepting = new AtomicBoolean(true);

  RandomLanes(
      List<PgSignalOutbox> outboxes,
      SignalDesk desk,
      LaneLimits limits,
      Duration lease,
      boolean late) {
    this.outboxes = outboxes;
    this.desk = desk;
    this.limits = limits;
    this.lease = lease;
    this.late = late;
  }

  List<Long> accepted() {
    return accepted;
  }

  /** Those whose delivery somebody wrote down, perhaps with an old token. */
  List<Long> delivered() {
    return delivered;
  }

  /** Runs so long, then until nothing is left; every call must succeed. */
  void run(Duration time) throws Exception {
    var workers = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SignalOutbox outbox = outboxes.get(i);
      int seed = i;
      running.add(workers.submit(() -> accept(outbox, seed)));
      running.add(workers.submit(() -> deliver(outbox, new Random(10 + seed))));
      running.add(workers.submit(() -> deliver(outbox, new Random(20 + seed))));
    }
    if (late) {
      running.add(workers.submit(this::interfere));
    }
    Thread.sleep(time.toMillis()); // the time that they have
    accepting.set(false);
    for (Future<?> one : running) {
      one.get();
    }
    workers.shutdown();
    drain();
  }

  private Void accept(SignalOutbox outbox, int producer) {
    var random = new Random(producer);
    Map<String, Integer> numbers = new HashMap<>();
    while (accepting.get()) {
      List<AcceptedSignal> group = new ArrayList<>();
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        String workflow = "w" + random.nextInt(WORKFLOWS);
        var priority = SignalPriority.of(1 + random.nextInt(4));
        String stream = producer + " " + workflow + " " + priority;
        int number = numbers.merge(stream, 1, Integer::sum);
        var signal =
            SignalBuilder.signal(stream + " " + number)
                .to(workflow)
                .priority(priority)
                .bytes(50 + random.nextInt(200));
        group.add(
            new AcceptedSignal(signal.build(), null, Duration.ofMillis(random.nextInt(50)), false));
      }
      Await.result(outbox.write(group))
          .forEach(one -> accepted.add(((Outcome.Done<SignalPlace>) one).result().id()));
    }
    return null;
  }

  private Void deliver(SignalOutbox outbox, Random random) throws Exception {
    while (accepting.get()) {
      once(outbox, random);
    }
    return null;
  }

  private int once(SignalOutbox outbox, Random random) throws Exception {
    List<ClaimedLane> claimed =
        Await.result(outbox.claim("r", 1 + random.nextInt(3), lease, limits));
    List<Settlement> settlements = new ArrayList<>();
    for (ClaimedLane lane : claimed) {
      settlements.add(settlement(outbox, lane, random));
    }
    if (late && random.nextInt(4) == 0) {
      Thread.sleep(2 * lease.toMillis()); // until somebody else has the lanes
    }
    settlements.forEach(one -> delivered.addAll(one.delivered()));
    Await.result(outbox.settle(settlements));
    return claimed.size();
  }

  private Settlement settlement(SignalOutbox outbox, ClaimedLane lane, Random random) {
    FormedBatch batch = lane.formed();
    if (batch == null && !lane.signals().isEmpty()) {
      List<Long> ids = lane.signals().stream().map(QueuedSignal::id).toList();
      batch = new FormedBatch(ids.subList(0, 1 + random.nextInt(ids.size())), "r", 0, null);
      var formed = new SignalOutbox.Formed(lane.workflow(), lane.fencing(), batch);
      if (!Await.result(outbox.form(List.of(formed))).get(0)) {
        batch = null;
      }
    }
    List<Long> ids = batch == null ? List.of() : batch.signalIds();
    int kind = random.nextInt(6);
    if (kind == 0 && batch != null) {
      return settled(lane, List.of(), Map.of(), batch);
    }
    if (kind == 1 && late && !ids.isEmpty()) {
      return settled(lane, List.of(), Map.of(ids.get(0), DeadReason.REFUSED), null);
    }
    lane.signals().stream()
        .filter(one -> ids.contains(one.id()))
        .forEach(one -> sent.add(one.signal().name()));
    return settled(lane, ids, Map.of(), null);
  }

  private static Settlement settled(
      ClaimedLane lane,
      List<Long> delivered,
      Map<Long, DeadReason> dead,
      @org.jspecify.annotations.Nullable FormedBatch resend) {
    Duration pause = resend == null ? Duration.ZERO : Duration.ofMillis(10);
    return new Settlement(
        lane.workflow(), lane.fencing(), delivered, dead, List.of(), resend, pause);
  }

  private Void interfere() throws Exception {
    var random = new Random(5);
    while (accepting.get()) {
      int size = accepted.size(); // others are accepted meanwhile
      if (size == 0) {
        continue;
      }
      long id = accepted.get(size - 1 - random.nextInt(Math.min(20, size)));
      Await.result(desk.cancel(Fixtures.TENANT, id));
      Callable<?> other =
          random.nextBoolean()
              ? () -> Await.result(desk.redrive(Fixtures.TENANT, accepted))
              : () -> Await.result(desk.discard(Fixtures.TENANT, accepted, "why not"));
      other.call();
    }
    return null;
  }

  /** Delivers what is left, until two leases after the last. */
  private void drain() throws Exception {
    Await.result(desk.discard(Fixtures.TENANT, accepted, "over"));
    for (int idle = 0; idle < 20; ) {
      idle = once(outboxes.get(0), new Random(idle + 2)) == 0 ? idle + 1 : 0;
      Thread.sleep(idle == 0 ? 0 : 20); // leases end by the database's clock, which tells nobody
    }
    var all =
        new SignalDesk.Filter(Fixtures.TENANT, null, null, SignalState.DEAD, null, null, 1000);
    List<Long> dead = Await.result(desk.list(all)).stream().map(SignalStatus::id).toList();
    Await.result(desk.discard(Fixtures.TENANT, dead, "over"));
  }

  /** What one producer sent with one priority to one workflow was sent on in that order. */
  void assertOrder() {
    Map<String, Integer> last = new HashMap<>();
    for (String name : sent) {
      int space = name.lastIndexOf(' ');
      int number = Integer.parseInt(name.substring(space + 1));
      int before = last.getOrDefault(name.substring(0, space), 0);
      assertThat(number).as(name).isEqualTo(before + 1);
      last.put(name.substring(0, space), number);
    }
  }
}
