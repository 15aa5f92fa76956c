package dev.holdfast.server.readiness;

import dev.holdfast.server.config.HoldfastConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks at the settings before anything is started. */
public final class SafeSettings {

  private SafeSettings() {}

  /** Throws a {@link Refusal} if the server would be open to others. */
  public static void check(HoldfastConfig config) {
    String host = config.http().host();
    boolean keyless = config.apiKey().filter(key -> !key.isBlank()).isEmpty();
    if (keyless && !isLoopback(host)) {
      throw new Refusal(
          "HOLDFAST_HTTP_HOST is "
              + host
              + ", which others can reach, and there is no HOLDFAST_API_KEY. Set a key, or listen on 127.0.0.1.");
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
