package dev.holdfast.server.security;

import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wiring.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who presents the key, if there is one; health is open, since orchestrators ask without
 * one.
 */
@ApplicationScoped
public class ApiKeyFilter {

  private static final int EARLY = 1000;
  private static final String HEALTH = "/q/health";
  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] key;
  private final Ids ids;

  ApiKeyFilter(HoldfastConfig config, Ids ids) {
    this.key =
        config
            .apiKey()
            .filter(set -> !set.isBlank())
            .map(set -> set.getBytes(StandardCharsets.UTF_8))
            .orElse(null);
    this.ids = ids;
  }

  void install(@Observes Filters filters) {
    if (key != null) {
      filters.register(this::check, EARLY);
    }
  }

  private void check(RoutingContext context) {
    if (isHealth(context.normalizedPath()) || admits(context.request())) {
      context.next();
      return;
    }
    context.response().putHeader("WWW-Authenticate", "Bearer");
    ProblemAnswer.send(context, Refused.unauthorized().problem(ids.correlationId()));
  }

  private static boolean isHealth(String path) {
    return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
  }

  private boolean admits(HttpServerRequest request) {
    String presented = request.getHeader("x-api-key");
    String bearer = request.getHeader("Authorization");
    if (presented == null
        && bearer != null
        && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      presented = bearer.substring(BEARER.length());
    }
    return presented != null
        && MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), key);
  }
}
