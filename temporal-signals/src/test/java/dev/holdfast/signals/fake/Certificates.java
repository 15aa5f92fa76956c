package dev.holdfast.signals.fake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** An authority for a test, and what it signs, as PEM files in a directory; made by keytool. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final String name;

  /** A new authority. */
  public Certificates(Path directory, String name) {
    this.directory = directory;
    this.name = name;
    pair(name, "-ext", "bc:c");
    keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store(name), "-file", pem(name));
  }

  /** The certificate of the authority. */
  public Path authority() {
    return file(name + ".pem");
  }

  /** Signs a new certificate for 127.0.0.1. */
  public Path signed(String owner) {
    pair(owner);
    keytool(
        "-certreq", "-alias", owner, "-keystore", store(owner), "-file", file(owner).toString());
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        name,
        "-keystore",
        store(name),
        "-infile",
        file(owner).toString(),
        "-outfile",
        pem(owner),
        "-ext",
        "san=ip:127.0.0.1");
    return file(owner + ".pem");
  }

  /** The private key of what was signed. */
  public Path key(String owner) {
    try (InputStream in = Files.newInputStream(file(owner + ".p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      byte[] key = store.getKey(owner, PASSWORD.toCharArray()).getEncoded();
      String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return Files.writeString(
          file(owner + ".key"),
          "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String file) {
    return directory.resolve(file);
  }

  private String store(String owner) {
    return file(owner + ".p12").toString();
  }

  private String pem(String owner) {
    return file(owner + ".pem").toString();
  }

  private void pair(String owner, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", owner, "-dname", "CN=" + owner, "-keyalg", "EC"));
    arguments.addAll(List.of("-storetype", "PKCS12", "-keystore", store(owner), "-validity", "2"));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private static void keytool(String... arguments) {
    Path tool = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
