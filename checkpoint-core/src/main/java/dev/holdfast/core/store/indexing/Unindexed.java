package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.List;

/** Batches of a tenant without an index: they pass untouched, or are refused. */
final class Unindexed {
  private Unindexed() {}

  static List<StoreOperation> prepared(List<StoreOperation> parts) {
    for (int i = 0; i < parts.size(); i++) {
      StoreOperation part = parts.get(i);
      if (part instanceof Search search && search.query() != null) {
        throw new Failure.Invalid(
            Code.NOT_INDEXED,
            "/parts/" + i + "/query",
            "nothing is indexed, so there is nothing to query");
      } else if (part instanceof Put put
          && put.value() != null
          && put.indexing() instanceof Indexing.Asked asked
          && asked != Indexing.AS_DEFINED) {
        check(asked, "/parts/" + i);
      }
    }
    return parts;
  }

  /** Paths are kept for an index that may come; vectors are not. */
  private static void check(Indexing.Asked asked, String pointer) {
    if (!asked.vectors().isEmpty()) {
      throw new Failure.Plain(
          Code.NOT_INDEXED, "no index is defined that the vectors could belong to");
    }
    Paths.of(asked.fields() == null ? List.of() : asked.fields(), pointer);
  }
}
