package dev.holdfast.server.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the embedded Postgres writes about itself. */
final class ServerLog {

  private static final String FATAL = "FATAL:";

  /** The log may have grown for years; a start writes little. */
  private static final int MOST_BYTES = 256 * 1024;

  private final Path file;
  private final long begin;

  /** What is there already is of earlier starts. */
  ServerLog(Path file) throws IOException {
    this.file = file;
    this.begin = Files.exists(file) ? Files.size(file) : 0;
  }

  ProcessBuilder.Redirect redirect() {
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  /** Why this start failed, if Postgres said so. */
  Optional<String> reason() {
    try (InputStream log = Files.newInputStream(file)) {
      log.skipNBytes(begin);
      return new String(log.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(FATAL))
          .map(line -> line.substring(line.indexOf(FATAL) + FATAL.length()).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
