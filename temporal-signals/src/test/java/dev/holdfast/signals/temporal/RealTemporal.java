package dev.holdfast.signals.temporal;

import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Temporal dev server for a test class, with a client and workers. */
final class RealTemporal extends TemporalBase {

  private @Nullable TemporalDevServer server;

  @Override
  String target() {
    return Objects.requireNonNull(server).target();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = TemporalDevServer.inMemory(TemporalCli.orSkip());
    connect();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null) {
      disconnect();
      server.close();
    }
  }
}
