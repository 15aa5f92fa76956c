package dev.holdfast.testkit.fault;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A fake model that refuses what holds a word, and now and then does not answer: no real one does
 * that when it is told to. Else it is the model that it wraps.
 */
public final class FaultyEmbedderFake implements Embedder {
  private final Embedder real;
  private final String refused;
  private final List<List<String>> calls = new ArrayList<>();
  private boolean away;

  /** Refuses every call with a text that holds {@code refused}. */
  public FaultyEmbedderFake(Embedder real, String refused) {
    this.real = real;
    this.refused = refused;
  }

  /** Whether it answers nothing from now on. */
  public void away(boolean now) {
    away = now;
  }

  /** The texts of each call so far. */
  public List<List<String>> calls() {
    return List.copyOf(calls);
  }

  @Override
  public String model() {
    return real.model();
  }

  @Override
  public int dimensions() {
    return real.dimensions();
  }

  @Override
  public CompletionStage<List<Vector>> embed(List<String> texts) {
    calls.add(List.copyOf(texts));
    if (away) {
      return CompletableFuture.failedFuture(
          Failure.RetryLater.embeddingUnavailable(Duration.ofSeconds(1), "the fake is away"));
    } else if (texts.stream().anyMatch(text -> text.contains(refused))) {
      return CompletableFuture.failedFuture(
          new Failure.Plain(Code.EMBEDDING_REFUSED, "the fake will not have a text"));
    }
    return real.embed(texts);
  }
}
