package dev.holdfast.server.wire;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads definitions of an index. */
public final class IndexDecoder {

  private static final int MOST_MODEL_BYTES = 256;
  private static final int MOST_LANGUAGE_BYTES = 63;
  private static final String USUAL_LANGUAGE = "simple";

  private final Limits limits;

  /** A decoder that holds requests to {@code limits}. */
  public IndexDecoder(Limits limits) {
    this.limits = limits;
  }

  /** The body of a definition. */
  public IndexDefinition definition(Format format, byte[] body) {
    return Node.whole(format, body, limits, IndexDecoder::definition);
  }

  /** The body of a rebuild: a definition, or an empty object or nothing for what there is. */
  public @Nullable IndexDefinition optional(Format format, byte[] body) {
    if (body.length == 0) {
      return null;
    }
    Object sent = Tree.read(format, body, limits.depth(), limits);
    Node node = Node.of(sent, "", limits);
    if (node.isEmpty()) {
      return null;
    }
    IndexDefinition definition = definition(node);
    node.end();
    return definition;
  }

  private static IndexDefinition definition(Node node) {
    EmbeddedBy by = embeddedBy(node);
    boolean vectors = by != EmbeddedBy.NOBODY;
    if (vectors) {
      node.required("dimensions");
    }
    int dimensions =
        (int) node.integer("dimensions", vectors ? 1 : 0, vectors ? Vector.MOST : 0, 0);
    boolean queued = node.fact("queued");
    if (queued && by != EmbeddedBy.SERVER) {
      throw Node.wrong(node.at("queued"), "must be false unless the server embeds");
    }
    return new IndexDefinition(
        words(node, "model", MOST_MODEL_BYTES, ""),
        dimensions,
        distance(node),
        fields(node),
        by,
        queued,
        language(node));
  }

  private static EmbeddedBy embeddedBy(Node node) {
    node.required("embedded_by");
    return switch (String.valueOf(node.text("embedded_by"))) {
      case "client" -> EmbeddedBy.CLIENT;
      case "server" -> EmbeddedBy.SERVER;
      case "nobody" -> EmbeddedBy.NOBODY;
      default -> throw Node.wrong(node.at("embedded_by"), "must be client, server or nobody");
    };
  }

  private static Distance distance(Node node) {
    String distance = node.text("distance");
    if (distance == null) {
      return Distance.COSINE;
    }
    return switch (distance) {
      case "cosine" -> Distance.COSINE;
      case "l2" -> Distance.L2;
      case "inner_product" -> Distance.INNER_PRODUCT;
      default -> throw Node.wrong(node.at("distance"), "must be cosine, l2 or inner_product");
    };
  }

  private static List<String> fields(Node node) {
    List<?> sent = node.list("fields", Paths.LIMIT, IndexDefinition.MOST_FIELDS);
    return sent.isEmpty()
        ? List.of(IndexDefinition.WHOLE)
        : Paths.paths(sent, node.at("fields"), node.limits());
  }

  /** As Postgres names what it has; another name is refused by it. */
  private static String language(Node node) {
    return words(node, "language", MOST_LANGUAGE_BYTES, USUAL_LANGUAGE).toLowerCase(Locale.ROOT);
  }

  private static String words(Node node, String name, int most, String otherwise) {
    String text = node.text(name);
    return text == null ? otherwise : Identifiers.optional(text, node.at(name), "type_bytes", most);
  }
}
