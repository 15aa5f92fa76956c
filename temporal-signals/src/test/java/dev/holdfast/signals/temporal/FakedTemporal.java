package dev.holdfast.signals.temporal;

import dev.holdfast.signals.fake.RulesFake;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Java test server behind {@link RulesFake}, for a test class, with a client and workers. */
final class FakedTemporal extends TemporalBase {

  @SuppressWarnings("NullAway.Init")
  RulesFake fake;

  @Override
  String target() {
    return fake.target();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    fake = new RulesFake();
    connect();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    disconnect();
    fake.close();
  }
}
