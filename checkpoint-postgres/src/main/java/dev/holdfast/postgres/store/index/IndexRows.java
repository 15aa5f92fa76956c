package dev.holdfast.postgres.store.index;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Indexes as rows and as parameters. */
final class IndexRows {

  private IndexRows() {}

  static StoreIndex index(Row row) {
    return new StoreIndex(row.getLong("number"), definition(row));
  }

  static IndexDefinition definition(Row row) {
    return new IndexDefinition(
        row.getString("model"),
        row.getInteger("dimensions"),
        Distance.valueOf(row.getString("distance").toUpperCase(Locale.ROOT)),
        List.of(row.getArrayOfStrings("fields")),
        EmbeddedBy.valueOf(row.getString("embedded_by").toUpperCase(Locale.ROOT)),
        row.getBoolean("queued"),
        row.getString("language"));
  }

  static Tuple parameters(TenantId tenant, IndexDefinition definition) {
    return add(Tuple.of(tenant.value()), definition);
  }

  /** Adds what is defined to what {@code tuple} has; nulls if nothing is. */
  static Tuple add(Tuple tuple, @Nullable IndexDefinition definition) {
    if (definition == null) {
      for (int i = 0; i < 7; i++) {
        tuple.addValue(null);
      }
      return tuple;
    }
    return tuple
        .addValue(definition.model())
        .addValue(definition.dimensions())
        .addValue(definition.distance().text())
        .addValue(definition.fields().toArray(String[]::new))
        .addValue(definition.embeddedBy().text())
        .addValue(definition.queued())
        .addValue(definition.language());
  }
}
