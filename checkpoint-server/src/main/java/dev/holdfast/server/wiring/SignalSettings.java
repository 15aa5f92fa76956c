package dev.holdfast.server.wiring;

import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.config.SignalsConfig;
import dev.holdfast.server.config.TemporalConfig;

/** The configuration that signals depend on. */
record SignalSettings(
    TemporalConfig temporal, SignalsConfig signals, HoldfastConfig.GroupCommit commit) {

  SignalLimits limits() {
    return new SignalLimits(signals);
  }
}
