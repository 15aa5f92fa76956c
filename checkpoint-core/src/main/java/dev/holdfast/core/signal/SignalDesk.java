package dev.holdfast.core.signal;

import dev.holdfast.core.model.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people ask about signals and do with them. */
public interface SignalDesk {

  /** One signal, or empty. */
  CompletionStage<Optional<SignalStatus>> find(TenantId tenant, long id);

  /** Signals that pass, newest first. */
  CompletionStage<List<SignalStatus>> list(Filter filter);

  /**
   * Takes a signal back while it waits.
   *
   * @return its state afterwards, which is {@code CANCELLED} if it waited; empty if there is none
   */
  CompletionStage<Optional<SignalState>> cancel(TenantId tenant, long id);

  /**
   * Sends dead letters again, as new signals behind all others; one that holds its lane goes first.
   *
   * @return ids of the new ones, for those that were dead
   */
  CompletionStage<List<Long>> redrive(TenantId tenant, List<Long> ids);

  /**
   * Gives dead letters up.
   *
   * @param note why, 1 to 1000 characters
   * @return how many were dead
   */
  CompletionStage<Integer> discard(TenantId tenant, List<Long> ids, String note);

  /**
   * Which signals; null parts let all pass.
   *
   * @param before an id: only lower ones
   * @param most 1 to 1000
   */
  record Filter(
      TenantId tenant,
      @Nullable String namespace,
      @Nullable String workflowId,
      @Nullable SignalState state,
      @Nullable DeadReason reason,
      @Nullable Long before,
      int most) {}
}
