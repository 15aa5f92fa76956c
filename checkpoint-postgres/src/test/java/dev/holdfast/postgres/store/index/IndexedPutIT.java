package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.delete;
import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static dev.holdfast.postgres.store.index.Indexed.ready;
import static dev.holdfast.postgres.store.index.Indexed.shortLived;
import static dev.holdfast.postgres.store.index.Indexed.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.ItemSweep;
import dev.holdfast.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an item is found by is written, and goes, with the item. */
final class IndexedPutIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String VECTORS =
      "select v.key || v.part || v.path || v.embedding::text from holdfast.item_vectors v join holdfast.items i using (tenant_id, prefix, key, revision) order by 1";
  private static final String WORDS =
      "select t.key || ' ' || t.words::text from holdfast.item_texts t join holdfast.items i using (tenant_id, prefix, key, revision) order by 1";
  private static final String QUEUE =
      "select q.key from holdfast.item_queue q join holdfast.items i using (tenant_id, prefix, key, revision) order by 1";
  private static final String ROWS =
      "select (select count(*) from holdfast.item_vectors) + (select count(*) from holdfast.item_texts) + (select count(*) from holdfast.item_queue)";

  @SuppressWarnings("NullAway.Init")
  private Indexed store;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    store = new Indexed(POSTGRES.pool());
  }

  private static List<String> rows(String sql) {
    return POSTGRES.database().column(sql);
  }

  @Test
  void vectorsAndWordsAreWrittenWithTheItem() {
    // Given
    long index = store.define(2, EmbeddedBy.CLIENT);

    // When
    store.put(
        put(key("a", "k"), ready(index, "the cats", vector(1, 2), vector(3, 4))),
        put(key("b", "l"), Indexing.NOT),
        put(key("b", "m"), ready(index, "dogs", vector(5, 6))),
        put(key("b", "n"), new Indexing.Waiting(null, false)),
        put(key("b", "o"), ready(index, "")));

    // Then
    assertThat(rows(VECTORS)).containsExactly("k1${1,2}", "k2${3,4}", "m1${5,6}");
    assertThat(rows(WORDS)).containsExactly("k 'cat':2", "m 'dog':1");
    assertThat(rows(QUEUE)).isEmpty();
    var status = store.status();
    assertThat(status.items()).isEqualTo(4);
    assertThat(status.indexed()).isEqualTo(3);
    assertThat(status.stale()).isEqualTo(1);
  }

  @Test
  void whatAnItemHadBeforeGoes() {
    // Given
    long index = store.define(1, EmbeddedBy.SERVER);
    for (String name : List.of("put", "plain", "deleted", "waiting")) {
      store.put(put(key("a", name), ready(index, name, vector(1), vector(2))));
    }
    store.put(put(key("a", "waited"), new Indexing.Waiting(null)));
    assertThat(rows(ROWS)).containsExactly("13");

    // When
    store.put(put(key("a", "put"), ready(index, "put", vector(3))));
    store.put(put(key("a", "plain"), Indexing.NOT));
    store.put(delete(key("a", "deleted")));
    store.put(put(key("a", "waiting"), new Indexing.Waiting(List.of("v"))));
    store.put(put(key("a", "waited"), ready(index, "", vector(4))));

    // Then
    assertThat(rows(VECTORS)).containsExactly("put1${3}", "waited1${4}");
    assertThat(rows(WORDS)).containsExactly("put 'put':1");
    assertThat(rows(QUEUE)).containsExactly("waiting");
    assertThat(rows(ROWS)).containsExactly("4");
  }

  @Test
  void whatExpiresTakesItAlong() {
    // Given
    long index = store.define(1, EmbeddedBy.SERVER);
    store.put(
        shortLived(key("a", "gone"), ready(index, "gone", vector(1))),
        shortLived(key("a", "waits"), new Indexing.Waiting(null)),
        put(key("a", "stays"), ready(index, "stays", vector(1))));
    POSTGRES
        .database()
        .execute(
            "update holdfast.items set expires_at = now() - interval '1 second' where ttl is not null");

    // When
    long swept = Await.result(new ItemSweep(POSTGRES.pool()).run());

    // Then
    assertThat(swept).isEqualTo(2);
    assertThat(rows(VECTORS)).containsExactly("stays1${1}");
    assertThat(rows(ROWS)).containsExactly("2");
  }

  @Test
  void whatWasMadeForAnotherIndexWaitsForThisOne() {
    // Given
    long old = store.define(1, EmbeddedBy.SERVER);
    long present = store.replace(2, EmbeddedBy.SERVER);

    // When
    store.put(put(key("a", "k"), ready(old, "text", vector(1))));
    store.put(put(key("a", "l"), ready(present, "text", vector(1, 2))));

    // Then
    assertThat(present).isNotEqualTo(old);
    assertThat(rows(VECTORS)).containsExactly("l1${1,2}");
    assertThat(rows(QUEUE)).containsExactly("k");
    assertThat(store.status().indexed()).isEqualTo(1);
    assertThat(store.status().waiting()).isEqualTo(1);
  }

  @Test
  void whereTheClientEmbedsItIsOnlyStale() {
    // Given
    long old = store.define(1, EmbeddedBy.CLIENT);
    store.replace(2, EmbeddedBy.CLIENT);

    // When
    store.put(put(key("a", "k"), ready(old, "text", vector(1))));

    // Then
    assertThat(rows(ROWS)).containsExactly("0");
    assertThat(store.status().stale()).isEqualTo(1);
    assertThat(store.status().waiting()).isZero();
  }

  @Test
  void whereNobodyEmbedsWordsAreAll() {
    // Given
    long index = store.define(0, EmbeddedBy.NOBODY);

    // When
    store.put(put(key("a", "k"), ready(index, "words")));

    // Then
    assertThat(store.status().indexed()).isEqualTo(1);
  }

  @Test
  void aTextWithMoreWordsThanFitIsStored() {
    // Given
    long index = store.define(0, EmbeddedBy.NOBODY);
    var text = new StringBuilder("first ");
    for (int i = 0; text.length() < 1 << 20; i++) {
      text.append(Integer.toString(i, 36)).append("q ");
    }

    // When
    store.put(put(key("a", "k"), ready(index, text.toString())));

    // Then
    assertThat(rows("select key from holdfast.item_texts where words @@ 'first'"))
        .containsExactly("k");
  }

  @Test
  void aDroppedIndexLeavesNothing() {
    // Given
    long index = store.define(1, EmbeddedBy.SERVER);
    store.put(
        put(key("a", "k"), ready(index, "text", vector(1))),
        put(key("a", "l"), new Indexing.Waiting(null)));

    // When
    boolean first = Await.result(store.catalog.drop(Indexed.TENANT));
    boolean again = Await.result(store.catalog.drop(Indexed.TENANT));

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(store.index()).isNull();
    assertThat(rows(ROWS)).containsExactly("0");
    assertThat(rows("select 1 from holdfast.dropped_indexes")).isEmpty();
  }
}
