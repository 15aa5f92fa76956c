package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.StoreNamespace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of items by the rules of ADR 5. */
final class NamespaceDecoder {

  private static final int MOST_LABELS = 64;
  private static final int MOST_BYTES = Limits.DEFAULT.identifierBytes();

  /** LangGraph keeps namespaces that begin with it to itself. */
  private static final String RESERVED = "langgraph";

  private NamespaceDecoder() {}

  /** The list of strings in field {@code name}, whatever they are. */
  static List<String> labels(Node node, String name) {
    node.required(name);
    List<String> labels = new ArrayList<>();
    for (Object sent : node.list(name, "labels", Integer.MAX_VALUE)) {
      if (!(sent instanceof String label)) {
        throw Node.wrong(node.at(name) + "/" + labels.size(), "must be a string");
      }
      labels.add(label);
    }
    return labels;
  }

  /** Where an item is put; a failure names the label that is to blame. */
  static StoreNamespace writable(Node node, String name) {
    List<String> labels = labels(node, name);
    if (labels.isEmpty() || labels.size() > MOST_LABELS) {
      throw invalid(node.at(name), "must hold 1 to " + MOST_LABELS + " labels");
    }
    for (int i = 0; i < labels.size(); i++) {
      String objection = objection(labels.get(i), i == 0);
      if (objection != null) {
        throw invalid(node.at(name) + "/" + i, objection);
      }
    }
    return new StoreNamespace(labels);
  }

  /**
   * Whether labels of some namespace can be these.
   *
   * @param labels null stands for any
   * @param first whether they are its first ones
   */
  static boolean possible(List<@Nullable String> labels, boolean first) {
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (label != null && objection(label, first && i == 0) != null) {
        return false;
      }
    }
    return labels.size() <= MOST_LABELS;
  }

  /** Whether an item can have that key. */
  static boolean possibleKey(String key) {
    return !key.isEmpty() && unclean(key) == null;
  }

  private static @Nullable String objection(String label, boolean first) {
    if (label.isEmpty()) {
      return "a label must not be empty";
    } else if (label.indexOf('.') >= 0) {
      return "a label must not contain a dot";
    } else if (first && label.equals(RESERVED)) {
      return "the first label must not be " + RESERVED;
    }
    return unclean(label);
  }

  /** What Postgres, or its index, cannot hold. */
  private static @Nullable String unclean(String text) {
    try {
      Identifiers.optional(text, "", "identifier_bytes", MOST_BYTES);
      return null;
    } catch (Failure.LimitExceeded e) {
      return "must have at most " + MOST_BYTES + " bytes of UTF-8";
    } catch (Failure.Invalid e) {
      return e.getMessage();
    }
  }

  private static Failure invalid(String pointer, String message) {
    return new Failure.Invalid(Code.INVALID_NAMESPACE, pointer, message);
  }
}
