package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Lets batches that wait at the same moment be read together.
 *
 * <p>While as many rounds are on their way as may be, the gets of other batches gather and leave as
 * one; an idle reader asks at once, so there is no timer. What may take long (searches, lists) goes
 * batch by batch, in a queue of its own, and delays no get. Equal batches that wait are asked once.
 *
 * <p>A round is begun after every read in it came in, never joined on its way: a read sees whatever
 * was acknowledged before it was asked.
 */
public final class GatheredReader implements StoreReader {

  private final ReadLane gets;
  private final ReadLane searches;

  /** Gathers in front of {@code reader}. */
  public GatheredReader(StoreReader reader, ReadLimits limits) {
    this.gets = new ReadLane(reader, limits, limits.getRounds(), limits.roundReads());
    this.searches = new ReadLane(reader, limits, limits.searches(), 1);
  }

  /**
   * {@inheritDoc}
   *
   * @return fails as the batch does when it is asked alone; {@code OVERLOADED} if too much waits
   */
  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads) {
    var asked = new StoreReads(tenant, reads);
    return (asked.areGets() ? gets : searches).ask(asked);
  }

  @Override
  public void together(Runnable asks) {
    gets.together(() -> searches.together(asks));
  }
}
