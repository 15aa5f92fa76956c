package dev.holdfast.postgres.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database URL as libpq reads it: {@code
 * postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…}.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database decoded
 * @param user decoded
 * @param password decoded, empty if there is none
 * @param sslmode one of libpq's, {@code prefer} by default
 * @param sslrootcert file with trusted certificates in PEM, or null
 */
public record PostgresUrl(
    String host,
    int port,
    String database,
    String user,
    String password,
    String sslmode,
    @Nullable String sslrootcert) {

  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a message that names what is wrong and holds no password
   */
  public static PostgresUrl parse(String url) {
    URI uri = uri(url);
    String path = uri.getRawPath();
    String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    if (uri.getRawUserInfo() == null || login[0].isEmpty()) {
      throw new IllegalArgumentException(
          "the Postgres URL names no user: postgresql://USER:PASSWORD@HOST/DATABASE");
    }
    String user = decode(login[0]);
    Map<String, String> query = query(uri.getRawQuery());
    return new PostgresUrl(
        uri.getHost().replaceAll("[\\[\\]]", ""),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path == null || path.length() < 2 ? user : decode(path.substring(1)),
        user,
        login.length < 2 ? "" : decode(login[1]),
        query.getOrDefault("sslmode", "prefer"),
        query.get("sslrootcert"));
  }

  private static URI uri(String url) {
    if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException("a Postgres URL begins with postgresql://");
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(
            "the Postgres URL names no host (or it, the user or the password must be percent-encoded)");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "the Postgres URL cannot be read: a character of it must be percent-encoded");
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
    }
    for (String name : parameters.keySet()) {
      if (!Set.of("sslmode", "sslrootcert").contains(name)) {
        throw new IllegalArgumentException("the Postgres URL has an unknown parameter: " + name);
      }
    }
    if (!MODES.contains(parameters.getOrDefault("sslmode", "prefer"))) {
      throw new IllegalArgumentException(
          "sslmode of the Postgres URL must be one of " + MODES.stream().sorted().toList());
    }
    return parameters;
  }

  /** In a URL's path and user a plus is a plus. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same database for JDBC, without user and password. */
  public String jdbcUrl() {
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    String url =
        "jdbc:postgresql://"
            + bracketed
            + ":"
            + port
            + "/"
            + encode(database)
            + "?sslmode="
            + sslmode;
    return sslrootcert == null ? url : url + "&sslrootcert=" + encode(sslrootcert);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "postgresql://" + host + ":" + port + "/" + database;
  }
}
