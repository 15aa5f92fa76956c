package dev.holdfast.server.wire;

import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.TtlPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Reads how long an item lives: minutes, exact to the microsecond. */
final class TtlDecoder {

  /** A thousand years. */
  private static final long MOST_MINUTES = 525_960_000;

  private static final BigDecimal MICROS = BigDecimal.valueOf(60_000_000);

  private TtlDecoder() {}

  /**
   * The time in field {@code name}; null if that is null, and what {@code policy} says if absent.
   */
  static @Nullable Ttl decode(Node node, String name, TtlPolicy policy) {
    Ttl sent = decode(node, name);
    return node.has(name) ? sent : policy.ttl();
  }

  /** The time in field {@code name}; null if absent. */
  static @Nullable Ttl decode(Node node, String name) {
    Object sent = node.raw(name);
    if (sent == null) {
      return null;
    }
    BigDecimal minutes = number(sent);
    if (minutes.signum() <= 0 || minutes.compareTo(BigDecimal.valueOf(MOST_MINUTES)) > 0) {
      throw Node.wrong(
          node.at(name), "must be a number of minutes, more than 0 and at most " + MOST_MINUTES);
    }
    long micros = minutes.multiply(MICROS).setScale(0, RoundingMode.HALF_UP).longValueExact();
    return new Ttl(Math.max(1, micros));
  }

  /** The number by its digits, so that 1.1 is 1.1; what is none is never long enough. */
  private static BigDecimal number(Object sent) {
    boolean finite = !(sent instanceof Double number) || Double.isFinite(number);
    return sent instanceof Number && finite ? new BigDecimal(sent.toString()) : BigDecimal.ZERO;
  }
}
