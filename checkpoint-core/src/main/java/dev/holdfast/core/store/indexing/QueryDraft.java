package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query of an index.
 *
 * @param texts receives what is to be embedded
 */
record QueryDraft(StoreIndex index, @Nullable Embedder embedder, Set<String> texts) {

  /** A failure if it does not fit; {@code pointer} names the search. */
  Draft of(Search search, SearchQuery query, String pointer) {
    Vector sent = query.vector();
    SentVectors.check(query.index(), index, pointer);
    if (sent != null) {
      SentVectors.check(sent, index.definition(), pointer + "/query/vector");
    }
    if (query.text().isEmpty() && (sent == null || query.mode() != SearchMode.SEMANTIC)) {
      return vectors -> with(search, null);
    } else if (query.mode() == SearchMode.TEXT) {
      return vectors -> ready(search, query, null);
    } else if (index.definition().embeddedBy() == EmbeddedBy.SERVER) {
      checkModel();
      texts.add(query.text());
      return vectors -> ready(search, query, Drafts.vector(vectors, query.text()));
    } else if (sent == null) {
      throw new Failure.Plain(Code.NOT_INDEXED, "nobody here can embed the query: send its vector");
    }
    return vectors -> ready(search, query, sent);
  }

  private void checkModel() {
    if (embedder == null) {
      throw new Failure.Plain(Code.NOT_INDEXED, "this server has no model to embed the query with");
    } else if (!Embedding.fits(embedder, index.definition())) {
      throw new Failure.Plain(
          Code.INDEX_MISMATCH, "the index is of another model than this server's");
    }
  }

  private Search ready(Search search, SearchQuery query, @Nullable Vector vector) {
    return with(search, new SearchQuery(query.text(), query.mode(), vector, index.number()));
  }

  private static Search with(Search search, @Nullable SearchQuery query) {
    return new Search(
        search.prefix(), search.filter(), search.limit(), search.offset(), search.refresh(), query);
  }
}
