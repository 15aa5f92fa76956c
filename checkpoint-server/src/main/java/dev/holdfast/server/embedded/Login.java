package dev.holdfast.server.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of an embedded Postgres, in a file that only its owner reads.
 *
 * <p>A new cluster has no password yet, so it lets loopback in until one is set; a second file says
 * that it is.
 */
final class Login {

  private static final int PASSWORD_BYTES = 24;
  private static final String OPEN = "host all all 127.0.0.1/32 trust\n";
  private static final String CLOSED = "host all all 127.0.0.1/32 scram-sha-256\n";

  private final Path settled;
  private final Path accessRules;
  private final String password;
  private final boolean fresh;

  Login(Path directory) throws IOException {
    Path file = directory.resolve("password");
    settled = directory.resolve("password-is-set");
    accessRules = directory.resolve("postgres").resolve("pg_hba.conf");
    if (!Files.exists(file) || Files.size(file) == 0) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      writePrivately(file, HexFormat.of().formatHex(random));
    }
    password = Files.readString(file).strip();
    fresh = !Files.exists(settled) || !Files.exists(accessRules);
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  String password() {
    return password;
  }

  /** Whether the cluster does not know the password yet. */
  boolean fresh() {
    return fresh;
  }

  /** Called by the library before each start. */
  void writeAccessRules(File dataDirectory) {
    try {
      Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), fresh ? OPEN : CLOSED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster knows the password: ask for it. */
  void settle() throws IOException {
    Files.writeString(
        accessRules, CLOSED, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
    Files.writeString(settled, "", StandardOpenOption.CREATE, StandardOpenOption.SYNC);
  }
}
