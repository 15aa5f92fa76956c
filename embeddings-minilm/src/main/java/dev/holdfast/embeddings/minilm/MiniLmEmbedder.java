package dev.holdfast.embeddings.minilm;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Computes on threads of its own; so many texts may wait, more are refused. */
final class MiniLmEmbedder implements Embedder, AutoCloseable {

  static final String MODEL = "all-MiniLM-L6-v2-q";
  static final int DIMENSIONS = 384;

  /** Characters of a text: such a one takes seconds. */
  static final int MOST_CHARACTERS = 128 * 1024;

  private static final int MOST_WAITING = 10_000;
  private static final Duration AFTER = Duration.ofSeconds(1);

  private final EmbeddingModel model;
  private final ThreadPoolExecutor threads;

  MiniLmEmbedder(int threads) {
    this.model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "minilm");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public CompletionStage<List<Vector>> embed(List<String> texts) {
    for (String text : texts) {
      if (text.length() > MOST_CHARACTERS) {
        return CompletableFuture.failedFuture(
            new Failure.Plain(
                Code.EMBEDDING_REFUSED,
                "the model takes texts of at most " + MOST_CHARACTERS + " characters"));
      }
    }
    List<CompletableFuture<Vector>> vectors = new ArrayList<>();
    try {
      for (String text : texts) {
        vectors.add(CompletableFuture.supplyAsync(() -> embed(text), threads));
      }
    } catch (RejectedExecutionException e) {
      vectors.forEach(vector -> vector.cancel(false));
      return CompletableFuture.failedFuture(
          Failure.RetryLater.embeddingUnavailable(AFTER, "too many texts wait for the model"));
    }
    return CompletableFuture.allOf(vectors.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> vectors.stream().map(CompletableFuture::join).toList());
  }

  private Vector embed(String text) {
    return new Vector(model.embed(text.trim().isEmpty() ? "." : text).content().vector());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
