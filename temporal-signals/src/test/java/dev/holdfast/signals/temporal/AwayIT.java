package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.signals.guard.GuardLimits;
import dev.holdfast.signals.guard.GuardObserver;
import dev.holdfast.signals.guard.GuardedTransport;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.route.RememberedKeys;
import dev.holdfast.signals.route.RequestIds;
import dev.holdfast.signals.route.RouteLimits;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.route.SignalRouter;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalTransport;
import dev.holdfast.testkit.gen.SignalBuilder;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Critical signals while Temporal is away, through the real client. */
class AwayIT {
  private static final int SIGNALS = 2_000;
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofMillis(500);
  private static final LaneLimits LANE = new LaneLimits(500, 1 << 20, Duration.ofSeconds(5));

  private final AtomicInteger calls = new AtomicInteger();

  private static final class Weight implements Weigher<AcceptedSignal> {
    @Override
    public int rows(AcceptedSignal signal) {
      return 1;
    }

    @Override
    public long bytes(AcceptedSignal signal) {
      return 1;
    }
  }

  private SignalRouter router(TemporalChannels channels) {
    var outbox = new ReferenceSignalOutbox(LANE);
    var limits = new GroupLimits(1, 500, 1 << 20, 100_000, 1 << 20, Duration.ofSeconds(1), 5);
    var commits =
        new GroupCommit<AcceptedSignal, SignalPlace>(
            limits, outbox, new Weight(), System::nanoTime, GroupObserver.SILENT);
    var temporal = new TemporalTransport(channels, "test");
    SignalTransport counted =
        (call, deadline) -> {
          calls.incrementAndGet();
          return temporal.send(call, deadline);
        };
    return new SignalRouter(
        commits,
        new GuardedTransport(counted, GuardLimits.USUAL, System::nanoTime, GuardObserver.SILENT),
        new RequestIds(() -> Integer.toString(calls.get())),
        new RememberedKeys(outbox, commits, System::nanoTime, CALL),
        new RouteLimits(CALL, priority -> Duration.ZERO),
        System::nanoTime,
        InstantSource.system(),
        delay -> {});
  }

  /** Sends many at once; all are queued in time, by a few calls and a few workers. */
  private void assertQueued(String target) throws Exception {
    int workers = Thread.activeCount();
    try (var channels =
        new TemporalChannels(new TemporalAddress(target, false, null, null, null, null))) {
      SignalRouter router = router(channels);
      List<CompletableFuture<Routed>> sent = new ArrayList<>();
      for (int i = 0; i < SIGNALS; i++) {
        var signal = SignalBuilder.signal("s").to("w" + i).priority(SignalPriority.CRITICAL);
        long deadline = System.nanoTime() + WITHIN.toNanos();
        sent.add(router.send(signal.build(), deadline).toCompletableFuture());
      }
      for (CompletableFuture<Routed> one : sent) {
        assertThat(one.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS))
            .isInstanceOf(Routed.Queued.class);
      }
      assertThat(calls).hasValueLessThanOrEqualTo(GuardLimits.USUAL.criticalCalls() + 50);
      assertThat(Thread.activeCount()).isLessThan(workers + 50);
    }
  }

  @Test
  void nobodyWaitsForASilentTemporalWithinACall() throws Exception {
    try (var silent = socket();
        var channels =
            new TemporalChannels(
                new TemporalAddress(
                    "127.0.0.1:" + silent.getLocalPort(), false, null, null, null, null))) {
      var transport = new TemporalTransport(channels, "test");
      var envelopes =
          new TemporalEnvelopes(
              List.of("default"),
              channels,
              CALL,
              System::nanoTime,
              (delay, task) -> {},
              new EnvelopesHeard());
      var signal = SignalBuilder.signal("s").build();
      var lane =
          new ClaimedLane(signal.workflow(), 1, 1, "source", 0, 0, Duration.ZERO, null, List.of());
      long begun = System.nanoTime();

      var called =
          transport.send(Calls.of(signal, "r"), Duration.ofSeconds(9)).toCompletableFuture();
      var way = envelopes.way(lane).toCompletableFuture();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
      assertThat(called).isNotDone();
      assertThat(called.get(30, TimeUnit.SECONDS)).isEqualTo(CallOutcome.UNCERTAIN);
      assertThat(way.get(30, TimeUnit.SECONDS)).isEqualTo(Envelopes.Way.ONE_BY_ONE);
    }
  }

  private static ServerSocket socket() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void criticalSignalsAreQueuedInTimeWhenNobodyListens() throws Exception {
    int port;
    try (var socket = socket()) {
      port = socket.getLocalPort();
    }
    assertQueued("127.0.0.1:" + port);
  }

  @Test
  void criticalSignalsAreQueuedInTimeWhenNobodyAnswers() throws Exception {
    try (var silent = socket()) {
      assertQueued("127.0.0.1:" + silent.getLocalPort());
    }
  }
}
