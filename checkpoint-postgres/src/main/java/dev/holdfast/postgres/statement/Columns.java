package dev.holdfast.postgres.statement;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of one statement, turned into an array for each column as {@code unnest} takes them. */
public final class Columns {

  private final Class<?>[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /** No rows yet, of columns of these types. */
  public Columns(Class<?>... types) {
    this.types = types;
  }

  /** Adds a row. */
  public void add(@Nullable Object... row) {
    rows.add(row);
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Goes through the rows, in order. */
  public void forEach(Consumer<Object[]> action) {
    rows.forEach(action);
  }

  /** The columns as parameters. */
  public Tuple tuple() {
    return addTo(Tuple.tuple());
  }

  /** The columns after those that {@code tuple} has. */
  public Tuple addTo(Tuple tuple) {
    return addTo(tuple, 0);
  }

  /** As {@link #addTo(Tuple)}, without the first {@code skipped} columns. */
  public Tuple addTo(Tuple tuple, int skipped) {
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
  public Tuple addRowTo(Tuple tuple, int skipped) {
    @Nullable Object[] row = rows.get(0);
    for (int column = skipped; column < row.length; column++) {
      tuple.addValue(row[column]);
    }
    return tuple;
  }
}
