package dev.holdfast.core.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a put does to the index. */
public sealed interface Indexing {

  /** As the index is defined; without an index, nothing. */
  Indexing AS_DEFINED = new Asked(null, List.of());

  /** Not to be found by a query. */
  Indexing NOT = new Asked(List.of(), List.of());

  /**
   * As the caller said it.
   *
   * @param fields paths; null: those of the index; none: not indexed
   * @param vectors which the caller made; several may have one path
   * @param index the number of the index that the vectors are for; 0: the caller does not say
   */
  record Asked(@Nullable List<String> fields, List<EmbeddedText> vectors, long index)
      implements Indexing {
    /** Copies the lists. */
    public Asked {
      fields = fields == null ? null : List.copyOf(fields);
      vectors = List.copyOf(vectors);
    }

    /** For whatever index there is. */
    public Asked(@Nullable List<String> fields, List<EmbeddedText> vectors) {
      this(fields, vectors, 0);
    }
  }

  /**
   * To be written with the item.
   *
   * @param index its number when the vectors were made; if the tenant has another by the time of
   *     the commit, the item is stored and waits to be indexed again
   * @param fields as {@link Asked#fields}
   * @param vectors all of the index's dimensions
   * @param text what its words are found by; empty if it has none
   */
  record Ready(long index, @Nullable List<String> fields, List<EmbeddedText> vectors, String text)
      implements Indexing {
    /** Copies the lists. */
    public Ready {
      fields = fields == null ? null : List.copyOf(fields);
      vectors = List.copyOf(vectors);
    }
  }

  /**
   * To be stored now and indexed later.
   *
   * @param fields as {@link Asked#fields}
   * @param queued whether it enters the queue; if not, nobody but a client can make its vectors: it
   *     is stale until it is put again, or a repair gives it up
   */
  record Waiting(@Nullable List<String> fields, boolean queued) implements Indexing {
    /** Copies the list. */
    public Waiting {
      fields = fields == null ? null : List.copyOf(fields);
    }

    /** Enters the queue. */
    public Waiting(@Nullable List<String> fields) {
      this(fields, true);
    }
  }
}
