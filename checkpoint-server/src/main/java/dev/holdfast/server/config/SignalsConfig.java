package dev.holdfast.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How signals are delivered (ADR 7). */
@ConfigMapping(prefix = "holdfast.signals")
public interface SignalsConfig {

  /** How long Temporal may take to acknowledge a critical signal before it is queued. */
  @WithDefault("2s")
  Duration criticalTimeout();

  /** How long Temporal may take for another call; shorter than the lease. */
  @WithDefault("5s")
  Duration callTimeout();

  /** How long a replica has a lane; what dies with it is sent again afterwards. */
  @WithDefault("15s")
  Duration lease();

  /** Lanes that this server delivers at a time. */
  @WithDefault("64")
  @Min(1)
  @Max(1000)
  int lanes();

  /**
   * The same within a second of a critical signal, which would else wait until Temporal has done
   * with them all; twice as many for each 250 ms that lanes are late.
   */
  @WithDefault("1")
  @Min(1)
  @Max(1000)
  int lanesBesideCritical();

  /** How often lanes are looked for that nobody told of. */
  @WithDefault("500ms")
  Duration poll();

  /** For each, a waiting signal is taken as if its priority were one higher. */
  @WithDefault("5s")
  Duration aging();

  /** Most signals that go together. */
  @WithDefault("500")
  @Min(1)
  @Max(500)
  int batchSignals();

  /** Most bytes of arguments and headers that go together; a lane that has so many is due. */
  @WithDefault("262144")
  @Min(1)
  @Max(1048576)
  long batchBytes();

  /** How long a settled signal can be asked for and its key is known; dead letters stay. */
  @WithDefault("24h")
  Duration keep();

  /**
   * How long signals wait for others to join them; twice as long within a second of a critical one.
   */
  Linger linger();

  /**
   * Where batches are one signal that our interceptor takes apart: {@code namespace}, {@code
   * namespace/task-queue} or {@code namespace/task-queue/workflow-type}. Workers first.
   */
  Optional<List<String>> envelope();

  /** After so long a worker is asked whether it took a batch apart. */
  @WithDefault("30s")
  Duration verify();

  /** How calls to a namespace are kept in bounds. */
  Guard guard();

  /** How calls to a namespace are kept in bounds; each has its own. */
  interface Guard {

    /** Most critical calls at once. */
    @WithDefault("256")
    @Min(1)
    @Max(10000)
    int criticalCalls();

    /** Most other calls at once, when Temporal is not throttled. */
    @WithDefault("128")
    @Min(1)
    @Max(10000)
    int bulkCalls();

    /** So many calls are looked at, the latest ones; half of them must fail to open the breaker. */
    @WithDefault("20")
    @Min(2)
    @Max(10000)
    int window();

    /** How long the breaker stays open before calls are tried. */
    @WithDefault("2s")
    Duration open();

    /** So many must succeed, one after the other, for the breaker to close. */
    @WithDefault("3")
    @Min(1)
    @Max(100)
    int probes();

    /**
     * How long a namespace is left alone, but for critical signals, after Temporal denied a call.
     */
    @WithDefault("30s")
    Duration parked();
  }

  /**
   * How long signals wait for others to join them; twice as long within a second of a critical one.
   */
  interface Linger {

    /** Of high ones. */
    @WithDefault("20ms")
    Duration high();

    /** Of normal ones. */
    @WithDefault("200ms")
    Duration normal();

    /** Of low ones. */
    @WithDefault("1s")
    Duration low();

    /** Of those in the background. */
    @WithDefault("5s")
    Duration background();
  }
}
