package dev.holdfast.server.wiring;

import dev.holdfast.server.config.TemporalConfig;
import dev.holdfast.signals.temporal.TemporalAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where Temporal is, as the configuration has it. */
final class Addresses {

  private Addresses() {}

  static TemporalAddress of(TemporalConfig config) {
    return new TemporalAddress(
        config.target().orElseThrow(),
        config.tls(),
        config.authorityFile().map(Path::of).orElse(null),
        config.certificateFile().map(Path::of).orElse(null),
        config.keyFile().map(Path::of).orElse(null),
        apiKey(config));
  }

  private static @Nullable Supplier<String> apiKey(TemporalConfig config) {
    return config.apiKeyFile().isEmpty()
        ? null
        : new KeyFile(Path.of(config.apiKeyFile().get()))::text;
  }

  /** A secret in a file, read again when the file changes. */
  private static final class KeyFile {

    private final Path file;
    private String text = "";
    private FileTime changed = FileTime.fromMillis(0);

    KeyFile(Path file) {
      this.file = file;
    }

    synchronized String text() {
      try {
        FileTime now = Files.getLastModifiedTime(file);
        if (!now.equals(changed)) {
          text = Files.readString(file).strip();
          changed = now;
        }
        return text;
      } catch (IOException e) {
        throw new UncheckedIOException("the file of the API key for Temporal cannot be read", e);
      }
    }
  }
}
