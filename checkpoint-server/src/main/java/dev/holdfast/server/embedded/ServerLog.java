package dev.holdfast.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the embedded Postgres writes about itself. */
final class ServerLog {

  private static final String FATAL = "FATAL:";

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
    try {
      byte[] all = Files.readAllBytes(file);
      int from = (int) Math.min(begin, all.length);
      String told = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      return told.lines()
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
