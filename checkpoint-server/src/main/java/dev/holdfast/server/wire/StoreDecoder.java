package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.TtlPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From what is asked of a store to its operations: parts of a batch, and bodies of the SDK. */
public final class StoreDecoder {

  /** Parts in one batch of a store. */
  static final int MOST_PARTS = 1000;

  private final Limits limits;
  private final TtlPolicy policy;

  /** A decoder that holds requests to {@code limits}; {@code policy} says what they do not. */
  public StoreDecoder(Limits limits, TtlPolicy policy) {
    this.limits = limits;
    this.policy = policy;
  }

  /** The field {@code parts} of an operation. */
  static List<StoreOperation> parts(Node node, TtlPolicy policy) {
    node.required("parts");
    List<StoreOperation> parts = new ArrayList<>();
    for (Object sent : node.list("parts", "store_parts", MOST_PARTS)) {
      Node part = Node.of(sent, node.at("parts") + "/" + parts.size(), node.limits());
      parts.add(part(part, policy));
      part.end();
    }
    return parts;
  }

  private static StoreOperation part(Node part, TtlPolicy policy) {
    part.required("do");
    return switch (String.valueOf(part.text("do"))) {
      case "get" -> new ItemDecoder(part, policy).get();
      case "put" -> new ItemDecoder(part, policy).putOrDelete();
      case "search" -> new SearchDecoder(part, policy).search();
      case "list_namespaces" -> new SearchDecoder(part, policy).listNamespaces();
      default -> throw Node.wrong(part.at("do"), "must be get, search, put or list_namespaces");
    };
  }

  /** The body of a put. */
  public StoreOperation put(Format format, byte[] body) {
    return Node.whole(format, body, limits, node -> new ItemDecoder(node, policy).put());
  }

  /** The body of a delete. */
  public StoreOperation delete(Format format, byte[] body) {
    return Node.whole(format, body, limits, node -> new ItemDecoder(node, policy).delete());
  }

  /** The body of a search. */
  public StoreOperation search(Format format, byte[] body) {
    return Node.whole(format, body, limits, node -> new SearchDecoder(node, policy).search());
  }

  /** The body of a list of namespaces. */
  public StoreOperation namespaces(Format format, byte[] body) {
    return Node.whole(
        format, body, limits, node -> new SearchDecoder(node, policy).listNamespacesBetween());
  }

  /**
   * A get as a query asks for it.
   *
   * @param namespace labels, joined by dots, which no label holds
   */
  public static StoreOperation get(String namespace, String key, boolean refresh) {
    return ItemDecoder.get(Arrays.asList(namespace.split("\\.", -1)), key, refresh);
  }
}
