package dev.holdfast.postgres.statement;

import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.postgres.json.JsonColumns;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What items are found by, as functions take it: one row for each item, and one for each vector.
 */
public final class IndexColumns {

  private final Columns items = new Columns(Long.class, String.class, String.class);
  private final Vectors vectors = new Vectors();

  /** Adds the next item; null is one that is not put. */
  public void add(@Nullable Indexing indexing) {
    if (indexing instanceof Indexing.Ready ready) {
      items.add(ready.index(), "indexed", JsonColumns.text(ready.text()));
      vectors.add(items.size(), ready.vectors());
    } else {
      items.add(null, isQueued(indexing) ? "waiting" : null, null);
    }
  }

  /** Whether anything but the item is written. */
  public static boolean isIndexed(@Nullable Indexing indexing) {
    return indexing instanceof Indexing.Ready || isQueued(indexing);
  }

  private static boolean isQueued(@Nullable Indexing indexing) {
    return indexing instanceof Indexing.Waiting waiting && waiting.queued();
  }

  /** Numbers, states, texts, and those of {@link Vectors}, after those that {@code tuple} has. */
  public Tuple addTo(Tuple tuple) {
    return vectors.addTo(items.addTo(tuple));
  }

  /** Paths of what is indexed of an item; null: those of the index. */
  public static @Nullable String fields(@Nullable Indexing indexing) {
    List<String> fields = null;
    if (indexing instanceof Indexing.Asked asked) {
      fields = asked.fields();
    } else if (indexing instanceof Indexing.Ready ready) {
      fields = ready.fields();
    } else if (indexing instanceof Indexing.Waiting waiting) {
      fields = waiting.fields();
    }
    return fields == null ? null : Labels.literal(fields.stream().map(JsonColumns::text).toList());
  }

  /**
   * Vectors of items: whose (from 1), paths, where they begin (from 1), dimensions, all numbers.
   */
  public static final class Vectors {

    private final Columns columns =
        new Columns(Integer.class, String.class, Integer.class, Integer.class);
    private final List<Float> numbers = new ArrayList<>();

    /** Adds those of one item. */
    public void add(int item, List<EmbeddedText> texts) {
      for (EmbeddedText text : texts) {
        float[] values = text.vector().toArray();
        columns.add(item, JsonColumns.text(text.path()), numbers.size() + 1, values.length);
        for (float value : values) {
          numbers.add(value);
        }
      }
    }

    /** The columns after those that {@code tuple} has. */
    public Tuple addTo(Tuple tuple) {
      return columns.addTo(tuple).addValue(numbers.toArray(Float[]::new));
    }
  }
}
