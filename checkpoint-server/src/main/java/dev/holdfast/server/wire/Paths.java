package dev.holdfast.server.wire;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.indexing.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads paths of fields, as an index or a put names them. */
final class Paths {

  /** The limit that more of them break. */
  static final String LIMIT = "index_fields";

  private Paths() {}

  /** What is in a list of paths. */
  static List<String> paths(List<?> sent, String pointer, Limits limits) {
    Values.refuseMore(LIMIT, sent.size(), IndexDefinition.MOST_FIELDS);
    List<String> paths = new ArrayList<>(sent.size());
    for (Object path : sent) {
      paths.add(path(path, pointer + "/" + paths.size(), limits));
    }
    return paths;
  }

  /** A path that can be followed. */
  static String path(@Nullable Object sent, String pointer, Limits limits) {
    if (!(sent instanceof String path)) {
      throw Node.wrong(pointer, "must be a string");
    }
    Identifiers.required(path, pointer, "identifier_bytes", limits.identifierBytes());
    try {
      FieldPath.of(path);
      return path;
    } catch (IllegalArgumentException e) {
      throw Node.wrong(pointer, String.valueOf(e.getMessage()));
    }
  }
}
