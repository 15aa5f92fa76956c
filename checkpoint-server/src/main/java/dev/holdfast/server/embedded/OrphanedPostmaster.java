package dev.holdfast.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Postgres whose server was killed goes on alone; it is stopped before its directory is used
 * again.
 */
final class OrphanedPostmaster {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private OrphanedPostmaster() {}

  /**
   * Stops the Postgres that runs on {@code cluster}, if one does: everything it committed is in its
   * log.
   */
  static void stop(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> running =
        handle(Files.readAllLines(pidFile)).filter(OrphanedPostmaster::isPostgres);
    if (running.isEmpty()) {
      // Its owner died with it, e.g. with the machine; the number may by now be another process'
      Files.delete(pidFile);
      return;
    }
    running.get().destroy();
    await(running.get(), cluster);
  }

  private static void await(ProcessHandle postmaster, Path cluster) throws IOException {
    try {
      postmaster.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "a Postgres (pid " + postmaster.pid() + ") still runs on " + cluster, e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Optional<ProcessHandle> handle(List<String> lines) {
    return lines.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("postgres")).orElse(false);
  }
}
