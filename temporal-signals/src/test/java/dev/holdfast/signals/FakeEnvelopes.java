package dev.holdfast.signals;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.transport.Envelopes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Envelopes whose bytes are readable; wanted as a test says. */
public final class FakeEnvelopes implements Envelopes {
  public CompletionStage<Way> way;
  public String fails = "";
  public final List<String> delivered = new ArrayList<>();

  /** Wanted always, or never. */
  public FakeEnvelopes(boolean wanted) {
    way = CompletableFuture.completedFuture(wanted ? Way.TOGETHER : Way.ONE_BY_ONE);
  }

  /** What {@link #encode} gives: the number of the first, then names. */
  public static Bytes bytes(long first, String... names) {
    return Bytes.utf8(first + " " + String.join(" ", names));
  }

  @Override
  public CompletionStage<Way> way(ClaimedLane lane) {
    return way;
  }

  @Override
  public Bytes encode(String source, long first, List<QueuedSignal> signals) {
    if (signals.stream().anyMatch(queued -> queued.signal().name().equals(fails))) {
      throw new IllegalStateException("a fault of ours");
    }
    return bytes(
        first, signals.stream().map(queued -> queued.signal().name()).toArray(String[]::new));
  }

  @Override
  public void delivered(WorkflowKey workflow, String source, long last) {
    delivered.add(source + " " + last);
  }
}
