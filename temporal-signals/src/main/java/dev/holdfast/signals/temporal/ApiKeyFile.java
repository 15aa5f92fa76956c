package dev.holdfast.signals.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;

/** An API key in a file, read again when the file changes. Thread-safe. */
public final class ApiKeyFile implements Supplier<String> {

  private final Path file;
  private String key = "";
  private FileTime changed = FileTime.fromMillis(0);

  /** The key in {@code file}, without the white space around it. */
  public ApiKeyFile(Path file) {
    this.file = file;
  }

  /**
   * The key as it is now.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  @Override
  public synchronized String get() {
    try {
      FileTime now = Files.getLastModifiedTime(file);
      if (!now.equals(changed)) {
        key = Files.readString(file).strip();
        changed = now;
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("the file of the API key for Temporal cannot be read", e);
    }
  }
}
