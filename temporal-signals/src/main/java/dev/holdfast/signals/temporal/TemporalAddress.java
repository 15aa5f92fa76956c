package dev.holdfast.signals.temporal;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Temporal is, and how Holdfast shows who it is.
 *
 * @param target host and port
 * @param tls whether the connection is encrypted; always with a certificate or a key
 * @param authority certificates that are believed, PEM; null: those of the system
 * @param certificate of this client, PEM; null: none
 * @param privateKey of the certificate, PKCS 8 PEM
 * @param apiKey asked for with each call, so that it may be another one each time; null: none
 */
public record TemporalAddress(
    String target,
    boolean tls,
    @Nullable Path authority,
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @Nullable Supplier<String> apiKey) {

  /** A certificate shows nothing without its key: {@link IllegalArgumentException}. */
  public TemporalAddress {
    if ((certificate == null) != (privateKey == null)) {
      throw new IllegalArgumentException(
          "a certificate for Temporal and its private key come together");
    }
  }

  /** The target only. */
  @Override
  public String toString() {
    return "TemporalAddress[" + target + "]";
  }
}
