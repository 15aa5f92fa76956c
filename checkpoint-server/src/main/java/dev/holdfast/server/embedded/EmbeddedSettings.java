package dev.holdfast.server.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of the embedded Postgres: what makes data last first, then what suits a small machine.
 */
final class EmbeddedSettings {

  static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("fsync", "on");
    ALL.put("synchronous_commit", "on");
    ALL.put("full_page_writes", "on");
    ALL.put("listen_addresses", "127.0.0.1");
    ALL.put("unix_socket_directories", "");
    ALL.put("password_encryption", "scram-sha-256");
    ALL.put("max_connections", "100");
    ALL.put("shared_buffers", "128MB");
    ALL.put("max_wal_size", "2GB");
    ALL.put("jit", "off");
    ALL.put("timezone", "UTC");
  }

  private EmbeddedSettings() {}
}
