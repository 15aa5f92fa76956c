package dev.holdfast.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where Temporal is. Without a target no signal is taken. */
@ConfigMapping(prefix = "holdfast.temporal")
public interface TemporalConfig {

  /** {@code host:port}, e.g. {@code 127.0.0.1:7233}. */
  Optional<String> target();

  /** Namespaces whose workflows may be signalled. */
  @WithDefault("default")
  List<String> namespaces();

  /** Whether the connection is encrypted; always with a certificate or an API key. */
  @WithDefault("false")
  boolean tls();

  /** File of certificates that are believed, PEM; without it those of the system. */
  Optional<String> authorityFile();

  /** File of this server's certificate, PEM. */
  Optional<String> certificateFile();

  /** File of the certificate's key, PKCS 8 PEM. */
  Optional<String> keyFile();

  /** File that holds the API key; read again when it changes, so that keys can be rotated. */
  Optional<String> apiKeyFile();
}
