package dev.holdfast.testkit.gen;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Gives the operations of {@link SeededItems} vectors, paths and queries, the same for the same
 * seed. Vectors are of few small whole numbers: scores are exact, and often equal. Queries compare
 * vectors only: how words are scored is each store's own.
 */
public final class SeededMeaning {
  private static final List<String> FIELDS = List.of("a", "b");
  private static final List<List<String>> OWN_FIELDS =
      List.of(List.of(), List.of("b"), List.of("b", "a", "*"), List.of("$"));
  private static final List<String> TEXTS = List.of("a", "true", "b a", "null l", "zz", "");

  private final SeededItems items;
  private final Random random;
  private final IndexDefinition definition;

  /** The row of {@code seed}. */
  public SeededMeaning(long seed) {
    items = new SeededItems(seed);
    random = new Random(~seed);
    Distance distance = seed % 2 == 0 ? Distance.L2 : Distance.INNER_PRODUCT;
    boolean client = seed % 3 == 0;
    definition =
        new IndexDefinition(
            client ? "client" : IndexFixtures.LETTERS.model(),
            client ? 2 : IndexFixtures.LETTERS.dimensions(),
            distance,
            FIELDS,
            client ? EmbeddedBy.CLIENT : EmbeddedBy.SERVER,
            seed % 3 == 1,
            "simple");
  }

  /** The index that these operations are for. */
  public IndexDefinition definition() {
    return definition;
  }

  /** The next operation. */
  public ItemStep next() {
    ItemStep step = items.next();
    if (step instanceof ItemStep.Batch batch) {
      return new ItemStep.Batch(batch.tenant(), batch.parts().stream().map(this::part).toList());
    } else if (step instanceof ItemStep.Group group) {
      return new ItemStep.Group(group.changes().stream().map(this::change).toList());
    }
    return step;
  }

  private StoreChange change(StoreChange change) {
    List<Put> puts = new ArrayList<>();
    change.puts().forEach(put -> puts.add((Put) part(put)));
    return new StoreChange(change.tenant(), puts, change.refreshed());
  }

  private StoreOperation part(StoreOperation part) {
    if (part instanceof Put put && put.value() != null) {
      return new Put(put.key(), put.value(), put.ttl(), indexing());
    }
    return part instanceof Search search && random.nextInt(3) > 0 ? queried(search) : part;
  }

  private Indexing indexing() {
    @Nullable List<String> fields =
        random.nextInt(3) == 0 ? OWN_FIELDS.get(random.nextInt(OWN_FIELDS.size())) : null;
    List<EmbeddedText> vectors = new ArrayList<>();
    List<String> paths = fields == null ? FIELDS : fields;
    if (definition.embeddedBy() == EmbeddedBy.CLIENT && !paths.isEmpty()) {
      for (int i = random.nextInt(4); i > 0; i--) {
        vectors.add(new EmbeddedText(paths.get(random.nextInt(paths.size())), vector()));
      }
    }
    return new Indexing.Asked(fields, vectors);
  }

  private Search queried(Search search) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    Vector vector = definition.embeddedBy() == EmbeddedBy.CLIENT ? vector() : null;
    var query = new SearchQuery(text, SearchMode.SEMANTIC, vector, 0);
    return new Search(
        search.prefix(), search.filter(), search.limit(), search.offset(), search.refresh(), query);
  }

  private Vector vector() {
    return new Vector(new float[] {random.nextInt(5) - 2, random.nextInt(5) - 2});
  }
}
