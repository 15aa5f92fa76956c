package dev.holdfast.postgres.store.index;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.Vector;
import dev.holdfast.postgres.PostgresStores;
import java.util.Random;

/**
 * Ten thousand items of 384 dimensions under {@code docs}, a tenth of them under each part of it.
 */
public final class ManyVectors {
  /** How many. */
  public static final int ITEMS = 10_000;

  /** Of each. */
  public static final int DIMENSIONS = 384;

  private static final String ITEMS_SQL =
      """
      insert into holdfast.items (tenant_id, prefix, key, revision, value, created_at, updated_at, index_number)
      select 'default', array['docs', 'p' || n % 10], 'k' || n, nextval('holdfast.item_revisions'),
        jsonb_build_object('n', n, 'text', repeat('x', 300)), now(), now(), {index}
      from generate_series(1, {items}) n""";

  /** Numbers that are spread as evenly as can be: the hardest to find by an index. */
  private static final String VECTORS_SQL =
      """
      insert into holdfast.item_vectors
      select i.tenant_id, i.prefix, i.key, 1, '$', i.revision, {index}, {dimensions}, 'cosine', (
        select array_agg((sqrt(-2 * ln(1 - random())) * cos(6.28318530718 * random()))::real)
        from generate_series(1, {dimensions}) where i.revision > 0)
      from holdfast.items i""";

  private ManyVectors() {}

  /** Puts them into empty tables; returns the number of the index. */
  public static long put(PostgresStores postgres) {
    postgres.empty();
    long index = new Indexed(postgres.pool()).define(DIMENSIONS, EmbeddedBy.CLIENT);
    for (String sql :
        new String[] {
          "select setseed(0.5)",
          ITEMS_SQL,
          VECTORS_SQL,
          "vacuum analyze holdfast.items",
          "vacuum analyze holdfast.item_vectors"
        }) {
      postgres
          .database()
          .execute(
              sql.replace("{index}", "" + index)
                  .replace("{items}", "" + ITEMS)
                  .replace("{dimensions}", "" + DIMENSIONS));
    }
    return index;
  }

  /** A vector spread as theirs are. */
  public static Vector vector(long seed) {
    var random = new Random(seed);
    float[] values = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Vector(values);
  }
}
