package dev.holdfast.server.wiring;

import dev.holdfast.server.config.TemporalConfig;
import dev.holdfast.signals.temporal.ApiKeyFile;
import dev.holdfast.signals.temporal.TemporalAddress;
import java.nio.file.Path;

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
        config.apiKeyFile().map(Path::of).map(ApiKeyFile::new).orElse(null));
  }
}
