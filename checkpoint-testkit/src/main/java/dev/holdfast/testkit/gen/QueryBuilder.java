package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.ThreadId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history query in the making; it asks for everything until it is narrowed. */
public final class QueryBuilder {
  private static final long MEBIBYTE = 1024 * 1024;

  private @Nullable ThreadId thread;
  private @Nullable CheckpointNamespace namespace;
  private @Nullable CheckpointId id;
  private @Nullable CheckpointId before;
  private final Map<String, @Nullable Object> filter = new LinkedHashMap<>();
  private int limit = 1000;
  private long maxBytes = 4 * MEBIBYTE;
  private boolean splices;
  private @Nullable HistoryCursor after;

  QueryBuilder() {}

  /** Of one thread. */
  public QueryBuilder thread(String value) {
    thread = new ThreadId(value);
    return this;
  }

  /** Of one namespace. */
  public QueryBuilder namespace(String value) {
    namespace = new CheckpointNamespace(value);
    return this;
  }

  /** Of one id. */
  public QueryBuilder id(String value) {
    id = new CheckpointId(value);
    return this;
  }

  /** Of lesser ids. */
  public QueryBuilder before(String value) {
    before = new CheckpointId(value);
    return this;
  }

  /** With this in the metadata. */
  public QueryBuilder filter(String name, @Nullable Object value) {
    filter.put(name, value);
    return this;
  }

  /** At most this many. */
  public QueryBuilder limit(int most) {
    limit = most;
    return this;
  }

  /** At most this many bytes of values. */
  public QueryBuilder maxBytes(long most) {
    maxBytes = most;
    return this;
  }

  /** With splices, if the store likes. */
  public QueryBuilder splices(boolean allowed) {
    splices = allowed;
    return this;
  }

  /** The page after {@code cursor}. */
  public QueryBuilder after(@Nullable HistoryCursor cursor) {
    after = cursor;
    return this;
  }

  /** The query. */
  public HistoryQuery build() {
    return new HistoryQuery(
        Fixtures.TENANT,
        thread,
        namespace,
        id,
        before,
        new CheckpointMetadata(filter),
        limit,
        maxBytes,
        splices,
        after);
  }
}
