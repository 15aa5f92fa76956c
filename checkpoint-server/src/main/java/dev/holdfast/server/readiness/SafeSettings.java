package dev.holdfast.server.readiness;

import dev.holdfast.core.store.Ttl;
import dev.holdfast.server.config.HoldfastConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks at the settings before anything is started. */
public final class SafeSettings {

  private SafeSettings() {}

  /**
   * Throws a {@link Refusal} if the server would be open to others, or cannot do what it is told.
   */
  public static void check(HoldfastConfig config) {
    config.store().defaultTtl().ifPresent(SafeSettings::check);
    String host = config.http().host();
    boolean keyless = config.apiKey().filter(key -> !key.isBlank()).isEmpty();
    if (keyless && !isLoopback(host)) {
      throw new Refusal(
          "HOLDFAST_HTTP_HOST is "
              + host
              + ", which others can reach, and there is no HOLDFAST_API_KEY. Set a key, or listen on 127.0.0.1.");
    }
  }

  private static void check(Duration ttl) {
    long micros = TimeUnit.MICROSECONDS.convert(ttl);
    if (micros < 1 || micros > Ttl.MOST_MICROS) {
      throw new Refusal(
          "HOLDFAST_STORE_DEFAULT_TTL must be at least a microsecond and at most a thousand years");
    }
  }

  /** Whether only this machine can reach {@code host}. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
