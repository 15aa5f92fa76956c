package dev.holdfast.server.embedding;

import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks an OpenAI-compatible endpoint, {@code POST …/embeddings}. */
public final class OpenAiEmbedder implements Embedder, AutoCloseable {

  private final Endpoint endpoint;
  private final EmbeddingCall call;
  private final Guarded guarded;
  private final EmbeddingObserver observer;

  /** Asks {@code endpoint}; {@code observer} hears of each call. */
  public OpenAiEmbedder(Vertx vertx, Endpoint endpoint, EmbeddingObserver observer) {
    this.endpoint = endpoint;
    this.observer = observer;
    this.call = new EmbeddingCall(vertx, endpoint);
    this.guarded = new Guarded(endpoint, state -> observer.circuit(state.name()));
  }

  @Override
  public String model() {
    return endpoint.model();
  }

  @Override
  public int dimensions() {
    return endpoint.dimensions();
  }

  @Override
  public CompletionStage<List<Vector>> embed(List<String> texts) {
    List<CompletableFuture<List<Vector>>> parts = new ArrayList<>();
    for (List<String> batch : Batches.of(texts, endpoint.batchTexts(), endpoint.batchBytes())) {
      parts.add(guarded.run(() -> observed(batch)).toCompletableFuture());
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> parts.stream().flatMap(part -> part.getNow(List.of()).stream()).toList());
  }

  private CompletionStage<List<Vector>> observed(List<String> batch) {
    EmbeddingObserver.Call begun = observer.called(batch.size());
    return call.call(batch)
        .whenComplete(
            (vectors, error) ->
                begun.ended(error instanceof CallFailed failed ? failed.failure().code() : null));
  }

  @Override
  public void close() {
    call.close();
  }
}
