package dev.holdfast.postgres.company;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.RepeatConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RepeatInCompanyIT extends RepeatConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected Stores stores() {
    return InCompany.of(POSTGRES.empty());
  }
}
