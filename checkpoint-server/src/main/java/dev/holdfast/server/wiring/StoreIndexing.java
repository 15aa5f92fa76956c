package dev.holdfast.server.wiring;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.server.config.EmbeddingConfig;
import dev.holdfast.server.config.IndexConfig;
import dev.holdfast.server.embedding.EmbeddingObserver;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What this server is configured to embed with, and for which index. */
@ApplicationScoped
public class StoreIndexing {

  private final EmbeddingConfig embedding;
  private final IndexConfig index;
  private final EmbeddingObserver observer;
  private final Vertx vertx;
  private volatile @Nullable Embedder embedder;
  private volatile @Nullable IndexDefinition configured;

  /** Configured so; nothing is opened yet. */
  public StoreIndexing(
      EmbeddingConfig embedding, IndexConfig index, EmbeddingObserver observer, Vertx vertx) {
    this.embedding = embedding;
    this.index = index;
    this.observer = observer;
    this.vertx = vertx;
  }

  /**
   * Opens the model.
   *
   * @throws IllegalArgumentException if the settings do not go together; the message names them
   */
  public void openModel() {
    embedder = Embedders.open(embedding, vertx, observer);
    configured = Embedders.definition(index, embedder);
  }

  /**
   * The index in the database of {@code pool}; on {@code building} a statement may take an hour.
   */
  public IndexParts open(Pool pool, Pool building) {
    return IndexParts.open(pool, building, index, embedder, configured);
  }

  /** Who embeds, e.g. {@code openai}. */
  public String provider() {
    return embedding.provider().name().toLowerCase(Locale.ROOT);
  }

  /** Defines the index that this server is for, if it embeds; fails if there is another. */
  public CompletionStage<Void> define(IndexParts parts, TenantId tenant) {
    IndexDefinition definition = configured;
    return definition == null
        ? CompletableFuture.completedFuture(null)
        : parts.tend().define(tenant, definition).thenApply(defined -> null);
  }

  /** Lets go of the model. */
  public void close() throws Exception {
    if (embedder instanceof AutoCloseable open) {
      open.close();
    }
  }
}
