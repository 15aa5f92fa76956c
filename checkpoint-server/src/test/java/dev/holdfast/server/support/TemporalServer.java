package dev.holdfast.server.support;

import dev.holdfast.testkit.UnusedPort;
import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.time.Duration;
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

  /** Settings of a server whose Temporal is where nobody listens until {@link #begin}. */
  public static Map<String, String> away(Duration criticalTimeout) {
    return Map.of(
        KEY,
        "127.0.0.1:" + UnusedPort.find(),
        "holdfast.signals.critical-timeout",
        criticalTimeout.toMillis() + "ms");
  }

  /** A Temporal of its own where the server under test looks for one, with a file there. */
  public static TemporalDevServer begin(Path directory) {
    int port = Integer.parseInt(target().substring(target().lastIndexOf(':') + 1));
    Path cli = TemporalCli.find().orElseThrow();
    return TemporalDevServer.withFile(cli, directory.resolve("temporal.db"), port);
  }

  @Override
  public Map<String, String> start() {
    if (!isThere()) {
      return Map.of();
    }
    server = TemporalDevServer.inMemory(TemporalCli.find().orElseThrow());
    return Map.of(
        KEY,
        server.target(),
        "holdfast.temporal.namespaces",
        "default,absent",
        "holdfast.signals.critical-timeout",
        "5s", // a busy machine is no Temporal that is away
        "holdfast.signals.call-timeout",
        "12s");
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
