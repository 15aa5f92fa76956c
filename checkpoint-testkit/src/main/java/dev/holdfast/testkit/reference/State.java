package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the three ports share; every access is one step under its lock. */
final class State {
  /** Names an operation within a tenant. */
  record OperationKey(TenantId tenant, OperationId id) {}

  /** The first request under an operation id and what it was answered. */
  record Answered(Object request, Object answer) {}

  final TreeMap<ThreadKey, ThreadLife> threads =
      new TreeMap<>(
          Comparator.comparing((ThreadKey key) -> key.tenant().value(), Utf8Order.UTF8)
              .thenComparing(key -> key.thread().value(), Utf8Order.UTF8));
  final Map<OperationKey, Answered> answered = new HashMap<>();
  private long incarnations;

  /** Runs one step; what it throws becomes the failure of the stage. */
  synchronized <T> CompletionStage<T> step(Supplier<T> step) {
    try {
      return CompletableFuture.completedFuture(step.get());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  ThreadLife begin(ThreadKey thread) {
    return threads.computeIfAbsent(thread, key -> new ThreadLife(new Incarnation(++incarnations)));
  }

  @Nullable Shelf shelf(NamespaceKey place) {
    ThreadLife life = threads.get(place.thread());
    return life == null ? null : life.shelves.get(place.namespace());
  }
}
