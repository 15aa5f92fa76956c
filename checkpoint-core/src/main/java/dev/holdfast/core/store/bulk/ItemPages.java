package dev.holdfast.core.store.bulk;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads all items, page by page, by namespace and key; each page is one snapshot. */
public interface ItemPages {

  /**
   * The next page; changes nothing.
   *
   * @param prefix labels that the namespaces begin with
   * @param after the last item that the caller has, whether it is still there or not; null: none
   * @return a few hundred items at most, ascending by the code points of labels and key; empty at
   *     the end
   */
  CompletionStage<List<ExportedItem>> page(
      TenantId tenant, StoreNamespace prefix, @Nullable ItemKey after);
}
