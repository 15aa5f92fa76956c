package dev.holdfast.server.wire;

import dev.holdfast.core.signal.Signal;
import java.time.Duration;

/** Says whether a signal may be sent. */
@FunctionalInterface
public interface Admission {

  /**
   * How long others may join the signal.
   *
   * @throws dev.holdfast.core.failure.Failure if it may not be sent
   */
  Duration admit(Signal signal);
}
