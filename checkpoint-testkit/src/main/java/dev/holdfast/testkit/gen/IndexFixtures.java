package dev.holdfast.testkit.gen;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.testkit.LetterCountEmbedder;
import java.util.Arrays;
import java.util.List;

/** Short words for what tests of search by meaning say often. */
public final class IndexFixtures {
  /** The model of tests: one dimension for each letter. */
  public static final LetterCountEmbedder LETTERS = new LetterCountEmbedder(26);

  private static final String LANGUAGE = "simple";

  private IndexFixtures() {}

  /** An index by inner product whose vectors {@link #LETTERS} makes; no fields: {@code text}. */
  public static IndexDefinition byServer(String... fields) {
    return definition(LETTERS.model(), LETTERS.dimensions(), EmbeddedBy.SERVER, false, fields);
  }

  /** The same, whose items are indexed later. */
  public static IndexDefinition queued(String... fields) {
    return definition(LETTERS.model(), LETTERS.dimensions(), EmbeddedBy.SERVER, true, fields);
  }

  /** An index of a client's vectors of two numbers, by the field {@code text}. */
  public static IndexDefinition byClient(Distance distance) {
    return new IndexDefinition(
        "client", 2, distance, List.of("text"), EmbeddedBy.CLIENT, false, LANGUAGE);
  }

  /** An index of words only. */
  public static IndexDefinition byNobody(String... fields) {
    return definition("", 0, EmbeddedBy.NOBODY, false, fields);
  }

  private static IndexDefinition definition(
      String model, int dimensions, EmbeddedBy by, boolean queued, String... fields) {
    List<String> paths = fields.length == 0 ? List.of("text") : List.of(fields);
    return new IndexDefinition(
        model, dimensions, Distance.INNER_PRODUCT, paths, by, queued, LANGUAGE);
  }

  /** Puts an item with one vector, of its {@code text}. */
  public static Put put(ItemKey key, String text, float... numbers) {
    return put(key, text, List.of(new Vector(numbers)));
  }

  /** Puts an item with several vectors, all of its {@code text}. */
  public static Put put(ItemKey key, String text, List<Vector> vectors) {
    List<EmbeddedText> embedded =
        vectors.stream().map(vector -> new EmbeddedText("text", vector)).toList();
    return new Put(key, ItemFixtures.value(text), null, new Indexing.Asked(null, embedded));
  }

  /** Puts an item that is indexed by these paths; by none: not at all. */
  public static Put putBy(ItemKey key, ItemValue value, String... fields) {
    return new Put(key, value, null, new Indexing.Asked(Arrays.asList(fields), List.of()));
  }
}
