package dev.holdfast.postgres.statement;

import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Parameters of a statement while it is put together; its text gets their numbers. */
final class Parameters {

  private final Tuple tuple = Tuple.tuple();

  String text(String value) {
    return add(value, "text");
  }

  String texts(List<String> values) {
    return add(values.toArray(String[]::new), "text[]");
  }

  String number(long value) {
    return add(value, "bigint");
  }

  String numbers(Long[] values) {
    return add(values, "bigint[]");
  }

  String reals(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return add(boxed, "real[]");
  }

  /** A parameter that is cast once for the statement, not for each row. */
  String json(String value) {
    return "(select " + text(value) + "::jsonb)";
  }

  /** The same with several. */
  String jsons(List<String> values) {
    return "(select " + texts(values) + "::jsonb[])::jsonb[]";
  }

  private String add(Object value, String type) {
    tuple.addValue(value);
    return "$" + tuple.size() + "::" + type;
  }

  SqlQuery query(String sql) {
    return new SqlQuery(sql, tuple);
  }
}
