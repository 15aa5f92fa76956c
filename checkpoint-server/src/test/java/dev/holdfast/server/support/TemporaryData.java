package dev.holdfast.server.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gives the server under test a directory of its own for the embedded Postgres. */
public final class TemporaryData implements QuarkusTestResourceLifecycleManager {

  /** The key of the server, which tests read to reach the directory. */
  public static final String KEY = "holdfast.data-dir";

  private Path directory = Path.of("");

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("holdfast-test");
      return Map.of(KEY, directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The operating system clears its temporary directory
    }
  }
}
