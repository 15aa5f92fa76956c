package dev.holdfast.postgres.forgetful;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.SharingConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ForgetfulSharingIT extends SharingConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores(0, 0);

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }
}
