package dev.holdfast.testkit.temporal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Where Temporal's command line tool is; {@code scripts/temporal} puts it there. */
public final class TemporalCli {

  private static final String VERSION = "v1.5.1";

  private TemporalCli() {}

  /**
   * The tool that {@code HOLDFAST_TEMPORAL_CLI} names, else the one in the cache.
   *
   * @return empty if there is none
   * @throws IllegalStateException if a named one cannot be run, or if {@code CI} is {@code true}
   *     and there is none
   */
  public static Optional<Path> find() {
    String named = System.getenv("HOLDFAST_TEMPORAL_CLI");
    Path path = named == null || named.isEmpty() ? cached() : Path.of(named);
    if (Files.isExecutable(path)) {
      return Optional.of(path);
    }
    String advice = "no Temporal command line tool at " + path + ": run scripts/temporal";
    boolean required = "true".equals(System.getenv("CI"));
    if (required || (named != null && !named.isEmpty())) {
      throw new IllegalStateException(advice);
    }
    System.err.println("WARNING: NOT TESTED on a real Temporal server: " + advice);
    return Optional.empty();
  }

  /**
   * The tool; without it the test is skipped, which the report tells with the reason.
   *
   * @throws IllegalStateException as {@link #find}: in CI nothing is skipped
   */
  public static Path orSkip() {
    return find()
        .orElseGet(
            () ->
                Assumptions.abort("no Temporal command line tool: scripts/temporal puts it there"));
  }

  private static Path cached() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(Objects.requireNonNull(System.getProperty("user.home")), ".cache")
            : Path.of(cache);
    return base.resolve("holdfast").resolve("temporal-" + VERSION).resolve("temporal");
  }
}
