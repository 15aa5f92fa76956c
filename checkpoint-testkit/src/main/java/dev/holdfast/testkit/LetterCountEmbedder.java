package dev.holdfast.testkit;

import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A model that counts letters: how often a text has an a, a b, a c and so on, one dimension each;
 * with fewer than 26 dimensions several letters share one. Whole numbers, so that scores are exact.
 */
public final class LetterCountEmbedder implements Embedder {
  private final String model;
  private final int dimensions;

  /** Vectors of so many dimensions. */
  public LetterCountEmbedder(int dimensions) {
    this("letter-count", dimensions);
  }

  /** The same under another name. */
  public LetterCountEmbedder(String model, int dimensions) {
    this.model = model;
    this.dimensions = dimensions;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public CompletionStage<List<Vector>> embed(List<String> texts) {
    return CompletableFuture.completedFuture(texts.stream().map(this::vector).toList());
  }

  /** What it makes of one text. */
  public Vector vector(String text) {
    float[] counts = new float[dimensions];
    text.toLowerCase(Locale.ROOT)
        .chars()
        .filter(letter -> letter >= 'a' && letter <= 'z')
        .forEach(letter -> counts[(letter - 'a') % dimensions]++);
    return new Vector(counts);
  }
}
