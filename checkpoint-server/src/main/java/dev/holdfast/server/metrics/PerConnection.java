package dev.holdfast.server.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Leaves out what the SQL client measures for each connection.
 *
 * <p>It registers the same meters anew with every connection, so all but the first are ignored,
 * with a warning, and the numbers are those of one connection out of many. The pool's own are kept.
 */
final class PerConnection {

  private PerConnection() {}

  @Produces
  @Singleton
  static MeterFilter leaveOut() {
    return MeterFilter.deny(id -> "sql".equals(id.getTag("clientType")));
  }
}
