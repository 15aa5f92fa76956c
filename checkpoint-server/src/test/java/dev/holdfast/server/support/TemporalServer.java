package dev.holdfast.server.support;

import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Gives the server under test a real Temporal dev server, in memory. */
public final class TemporalServer implements QuarkusTestResourceLifecycleManager {

  /** The key of the server. */
  public static final String KEY = "holdfast.temporal.target";

  /** Why tests are skipped where there is none; in CI they fail instead. */
  public static final String MISSING =
      "no Temporal command line tool: scripts/temporal puts it there";

  private @Nullable TemporalDevServer server;

  /** Whether there is one; says so loudly if not, and fails in CI. */
  public static boolean isThere() {
    return TemporalCli.find().isPresent();
  }

  /** Host and port of the Temporal of the server under test. */
  public static String target() {
    return ConfigProvider.getConfig().getValue(KEY, String.class);
  }

  @Override
  public Map<String, String> start() {
    if (!isThere()) {
      return Map.of();
    }
    server = TemporalDevServer.inMemory(TemporalCli.find().orElseThrow());
    return Map.of(KEY, server.target(), "holdfast.temporal.namespaces", "default,absent");
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
