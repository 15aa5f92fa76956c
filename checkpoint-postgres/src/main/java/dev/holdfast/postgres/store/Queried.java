package dev.holdfast.postgres.store;

import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;

/**
 * A search with a query.
 *
 * @param tenant whose
 * @param search where, and how many
 * @param query what they are to be like
 * @param place of its result
 */
record Queried(TenantId tenant, Search search, SearchQuery query, int place) {}
