package dev.holdfast.signals.transport;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.WorkflowKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Batches in one signal, for workers that take them apart (docs/signals-envelope.md). */
public interface Envelopes {

  /** Name of the signal. */
  String NAME = "signals.batch";

  /** How the signals of a lane go. */
  enum Way {
    /** One after the other: nobody wants an envelope, or the worker does not take it. */
    ONE_BY_ONE,
    /** In an envelope. */
    TOGETHER,
    /**
     * Not now: the worker has seen higher numbers than the lane gives, so that it would drop them.
     * A copy of the database was put back, and a new epoch must begin.
     */
    NEW_EPOCH
  }

  /** How they go. Never fails. */
  CompletionStage<Way> way(ClaimedLane lane);

  /** The payloads of a batch: the same for the same signals, source and number. */
  Bytes encode(String source, long first, List<QueuedSignal> signals);

  /** Is told that a batch was delivered. */
  void delivered(WorkflowKey workflow, String source, long last);
}
