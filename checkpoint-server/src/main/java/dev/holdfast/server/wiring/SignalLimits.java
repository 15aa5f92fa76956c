package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.config.SignalsConfig;
import dev.holdfast.signals.deliver.Courtesy;
import dev.holdfast.signals.deliver.DeliveryLimits;
import dev.holdfast.signals.deliver.Lingers;
import dev.holdfast.signals.guard.GuardLimits;
import dev.holdfast.signals.route.RouteLimits;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Limits of signals as the configuration has them. */
record SignalLimits(SignalsConfig config) {

  LaneLimits lane() {
    return new LaneLimits(config.batchSignals(), config.batchBytes(), config.aging());
  }

  /** One group at a time: ids ascend in the order of commits. */
  GroupLimits commits(HoldfastConfig.GroupCommit commit) {
    return Commits.limits(commit, 1);
  }

  DeliveryLimits delivery() {
    return new DeliveryLimits(
        config.lease(), config.callTimeout(), config.poll(), config.guard().parked(), lane());
  }

  GuardLimits guard() {
    SignalsConfig.Guard guard = config.guard();
    return new GuardLimits(
        guard.criticalCalls(),
        guard.bulkCalls(),
        guard.window(),
        GuardLimits.USUAL.failing(),
        guard.open(),
        guard.probes(),
        guard.parked(),
        longest());
  }

  /** No call is cut short that its own time-out lets go on. */
  private Duration longest() {
    Duration usual = GuardLimits.USUAL.longest();
    return Stream.of(usual, config.callTimeout(), config.criticalTimeout())
        .max(Comparator.naturalOrder())
        .orElse(usual);
  }

  RouteLimits route(Lingers lingers) {
    return new RouteLimits(config.criticalTimeout(), lingers::of);
  }

  Lingers lingers() {
    SignalsConfig.Linger linger = config.linger();
    Map<SignalPriority, Duration> usual =
        Map.of(
            SignalPriority.HIGH, linger.high(),
            SignalPriority.NORMAL, linger.normal(),
            SignalPriority.LOW, linger.low(),
            SignalPriority.BACKGROUND, linger.background());
    var courtesy = new Courtesy(System::nanoTime, config.lanes(), config.lanesBesideCritical());
    return new Lingers(usual, courtesy);
  }
}
