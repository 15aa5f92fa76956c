package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the parts of one batch against the index, and gathers what is to be embedded. */
final class Drafts {
  private final StoreIndex index;
  private final IndexDefinition definition;
  private final @Nullable Embedder embedder;
  private final Set<String> texts = new LinkedHashSet<>();

  Drafts(StoreIndex index, @Nullable Embedder embedder) {
    this.index = index;
    this.definition = index.definition();
    this.embedder = embedder;
  }

  /** What is to be embedded, each text once. */
  Set<String> texts() {
    return texts;
  }

  /** A failure if the part does not fit the index; {@code pointer} names it. */
  Draft of(StoreOperation part, String pointer) {
    if (part instanceof Put put
        && put.value() != null
        && put.indexing() instanceof Indexing.Asked asked) {
      return put(put, put.value(), asked, pointer);
    } else if (part instanceof Search search && search.query() != null) {
      return new QueryDraft(index, embedder, texts).of(search, search.query(), pointer);
    }
    return vectors -> part;
  }

  private Draft put(Put put, ItemValue value, Indexing.Asked asked, String pointer) {
    List<String> named = asked.fields();
    List<String> fields = named == null ? definition.fields() : Paths.of(named, pointer);
    SentVectors.check(asked.index(), index, pointer);
    SentVectors.check(asked.vectors(), fields, definition, pointer);
    if (fields.isEmpty()) {
      return vectors -> put;
    } else if (definition.queued()) {
      return vectors -> with(put, new Indexing.Waiting(named));
    }
    ItemTexts found = ItemTexts.of(value, fields);
    return switch (definition.embeddedBy()) {
      case CLIENT -> byClient(put, asked, found);
      case NOBODY -> vectors -> with(put, ready(named, asked, found));
      case SERVER -> byServer(put, named, found);
    };
  }

  /** Without vectors it is found by nothing, unless there is nothing to find it by. */
  private Draft byClient(Put put, Indexing.Asked asked, ItemTexts found) {
    Indexing indexing =
        asked.vectors().isEmpty() && !found.isEmpty()
            ? new Indexing.Waiting(asked.fields(), false)
            : ready(asked.fields(), asked, found);
    return vectors -> with(put, indexing);
  }

  private Draft byServer(Put put, @Nullable List<String> named, ItemTexts found) {
    if (!found.isEmpty() && !Embedding.fits(embedder, definition)) {
      throw new Failure.Plain(
          Code.INDEX_MISMATCH, "the index is of another model than this server's");
    }
    found.addTo(texts);
    return vectors ->
        with(
            put,
            new Indexing.Ready(
                index.number(),
                named,
                found.embedded(text -> vector(vectors, text)),
                found.words()));
  }

  private Indexing ready(@Nullable List<String> named, Indexing.Asked asked, ItemTexts found) {
    return new Indexing.Ready(index.number(), named, asked.vectors(), found.words());
  }

  static Vector vector(Map<String, Vector> vectors, String text) {
    return Objects.requireNonNull(vectors.get(text), "every text was embedded");
  }

  private static Put with(Put put, Indexing indexing) {
    return new Put(put.key(), put.value(), put.ttl(), indexing);
  }
}
