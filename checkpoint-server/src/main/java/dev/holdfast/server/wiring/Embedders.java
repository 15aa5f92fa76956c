package dev.holdfast.server.wiring;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.FieldPath;
import dev.holdfast.core.store.indexing.LocalModel;
import dev.holdfast.server.config.EmbeddingConfig;
import dev.holdfast.server.config.IndexConfig;
import dev.holdfast.server.embedding.EmbeddingObserver;
import dev.holdfast.server.embedding.Endpoint;
import dev.holdfast.server.embedding.OpenAiEmbedder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes what embeds out of configuration. */
final class Embedders {

  private static final String KEYS = "HOLDFAST_STORE_EMBEDDING_";

  private Embedders() {}

  /**
   * What embeds; null: nobody.
   *
   * @throws IllegalArgumentException if the settings do not go together; the message names them
   */
  static @Nullable Embedder open(EmbeddingConfig config, Vertx vertx, EmbeddingObserver observer) {
    return switch (config.provider()) {
      case NONE -> null;
      case OPENAI -> new OpenAiEmbedder(vertx, endpoint(config), observer);
      case MINILM -> local("minilm", config);
    };
  }

  private static Endpoint endpoint(EmbeddingConfig config) {
    int dimensions = config.dimensions().orElse(0);
    if (dimensions < 1 || dimensions > Vector.MOST) {
      throw new IllegalArgumentException(
          KEYS + "DIMENSIONS must be those of the model's vectors, 1 to " + Vector.MOST);
    }
    return new Endpoint(
        url(config.url()),
        config.model().orElseThrow(() -> missing("MODEL")),
        dimensions,
        config.askDimensions(),
        config.apiKey().filter(key -> !key.isBlank()).orElse(null),
        config.timeout(),
        config.retries(),
        config.calls(),
        config.batch().texts(),
        config.batch().bytes(),
        config.pause());
  }

  /** The message does not quote it: a URL may hold a password. */
  private static URI url(Optional<String> configured) {
    String text = configured.orElseThrow(() -> missing("URL"));
    if (text.startsWith("http://") || text.startsWith("https://")) {
      try {
        URI url = URI.create(text);
        if (url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
          return url;
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
    }
    throw new IllegalArgumentException(
        KEYS + "URL must be http:// or https:// with a host and without a query");
  }

  private static IllegalArgumentException missing(String key) {
    return new IllegalArgumentException(KEYS + key + " is missing: an endpoint needs it");
  }

  private static Embedder local(String name, EmbeddingConfig config) {
    for (LocalModel model : ServiceLoader.load(LocalModel.class)) {
      if (model.name().equals(name)) {
        return model.open(cache(config), config.calls());
      }
    }
    throw new IllegalArgumentException(
        KEYS + "PROVIDER is " + name + ", and this server is built without it: see README");
  }

  private static Path cache(EmbeddingConfig config) {
    return Path.of(
            config.cacheDir().orElse(System.getProperty("java.io.tmpdir") + "/holdfast-" + user()))
        .toAbsolutePath();
  }

  private static String user() {
    return System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** The index that such a server is for; null if it does not embed. */
  static @Nullable IndexDefinition definition(IndexConfig config, @Nullable Embedder embedder) {
    try {
      FieldPath.all(config.fields());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("HOLDFAST_STORE_INDEX_FIELDS: " + e.getMessage());
    }
    return embedder == null
        ? null
        : new IndexDefinition(
            embedder.model(),
            embedder.dimensions(),
            config.distance(),
            config.fields(),
            EmbeddedBy.SERVER,
            config.queued(),
            config.language().toLowerCase(Locale.ROOT));
  }
}
