package dev.holdfast.core.index;

import java.util.List;

/**
 * What the index of a tenant is. Puts and queries that do not fit are refused.
 *
 * @param model what makes the vectors, 0 to 256 characters; two that differ are never compared
 * @param dimensions of every vector, 1 to {@link Vector#MOST}; 0 if nobody embeds
 * @param distance how vectors are compared
 * @param fields paths of what is indexed of an item that names none itself, 1 to 64 (ADR 6)
 * @param embeddedBy who makes the vectors
 * @param queued whether an item is stored first and indexed later; only if the server embeds
 * @param language how words are told apart and stemmed: a text search configuration of Postgres,
 *     e.g. {@code simple}, {@code english}
 */
public record IndexDefinition(
    String model,
    int dimensions,
    Distance distance,
    List<String> fields,
    EmbeddedBy embeddedBy,
    boolean queued,
    String language) {

  /** Paths of an index, or of an item. */
  public static final int MOST_FIELDS = 64;

  /** The whole value. */
  public static final String WHOLE = "$";

  /** Copies the list; checks that the parts fit together. */
  public IndexDefinition {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException("an index has 1 to " + MOST_FIELDS + " fields");
    }
    if (dimensions > Vector.MOST || (dimensions < 1) != (embeddedBy == EmbeddedBy.NOBODY)) {
      throw new IllegalArgumentException("an index has 1 to " + Vector.MOST + " dimensions");
    }
    if (queued && embeddedBy != EmbeddedBy.SERVER) {
      throw new IllegalArgumentException("only what the server embeds can be queued");
    }
  }
}
