package dev.holdfast.server.wire;

import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Reads what items are to be like: {@code query}, {@code mode}, {@code vector} and {@code
 * index_number}.
 */
final class QueryDecoder {

  private final Node node;

  QueryDecoder(Node node) {
    this.node = node;
  }

  /** Null if nothing is asked; an empty query asks nothing, unless there is its vector. */
  @Nullable SearchQuery query() {
    String text = text();
    SearchMode mode = mode();
    Vector vector = VectorDecoder.optional(node, "vector");
    long index = VectorDecoder.indexNumber(node);
    if (text.isEmpty() && vector == null) {
      return null;
    }
    if (text.isEmpty() && mode != SearchMode.SEMANTIC) {
      throw Node.wrong(node.at("query"), "is required where words are compared");
    }
    return new SearchQuery(text, mode, vector, index);
  }

  private String text() {
    String text = node.text("query");
    if (text == null) {
      return "";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw Node.wrong(node.at("query"), "must not contain U+0000 or a lone surrogate");
      }
      i += pair ? 1 : 0;
    }
    Values.refuseMore("item_bytes", text.length(), ItemDecoder.MOST_BYTES);
    return text;
  }

  private SearchMode mode() {
    String mode = node.text("mode");
    if (mode == null) {
      return SearchMode.SEMANTIC;
    }
    return switch (mode) {
      case "semantic" -> SearchMode.SEMANTIC;
      case "text" -> SearchMode.TEXT;
      case "hybrid" -> SearchMode.HYBRID;
      default -> throw Node.wrong(node.at("mode"), "must be semantic, text or hybrid");
    };
  }
}
