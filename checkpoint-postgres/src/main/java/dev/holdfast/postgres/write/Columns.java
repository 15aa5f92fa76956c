package dev.holdfast.postgres.write;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of one statement, turned into an array for each column as {@code unnest} takes them. */
final class Columns {

  private final Class<?>[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  Columns(Class<?>... types) {
    this.types = types;
  }

  void add(@Nullable Object... row) {
    rows.add(row);
  }

  int size() {
    return rows.size();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void forEach(Consumer<Object[]> action) {
    rows.forEach(action);
  }

  Tuple tuple() {
    return addTo(Tuple.tuple());
  }

  /** The columns after those that {@code tuple} has. */
  Tuple addTo(Tuple tuple) {
    return addTo(tuple, 0);
  }

  /** As {@link #addTo(Tuple)}, without the first {@code skipped} columns. */
  Tuple addTo(Tuple tuple, int skipped) {
    for (int column = skipped; column < types.length; column++) {
      @Nullable Object[] array = (Object[]) Array.newInstance(types[column], rows.size());
      for (int row = 0; row < array.length; row++) {
        array[row] = rows.get(row)[column];
      }
      tuple.addValue(array);
    }
    return tuple;
  }

  /** The values of the only row, without the first {@code skipped}. */
  Tuple addRowTo(Tuple tuple, int skipped) {
    @Nullable Object[] row = rows.get(0);
    for (int column = skipped; column < row.length; column++) {
      tuple.addValue(row[column]);
    }
    return tuple;
  }
}
