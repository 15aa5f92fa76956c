package dev.holdfast.postgres.store.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.bulk.PgImportLog;
import dev.holdfast.postgres.store.bulk.PgItemPages;
import dev.holdfast.testkit.BulkStores;
import dev.holdfast.testkit.conformance.store.ImportTimesConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresImportTimesIT extends ImportTimesConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected BulkStores bulk() {
    var items = PostgresItems.empty(POSTGRES);
    return new BulkStores(
        items, new PgItemPages(POSTGRES.pool()), new PgImportLog(POSTGRES.pool()));
  }
}
