package dev.holdfast.server.edge;

import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wiring.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses what is nowhere served, reads bodies, and gives every refusal outside of resources its
 * form.
 */
@ApplicationScoped
public class Edge {

  /** Before every resource and after the key. */
  private static final int ROUTES = 900;

  private static final int BODIES = 800;
  private static final String METRICS = "/metrics";
  private static final Set<String> DOTS = Set.of(".", "..");

  private final Ids ids;
  private final Bodies bodies;

  Edge(Ids ids) {
    this.ids = ids;
    this.bodies = Bodies.withinLimits(ids);
  }

  void install(@Observes Filters filters) {
    filters.register(this::route, ROUTES);
    filters.register(bodies::read, BODIES);
  }

  /** What the router refuses by itself. */
  void install(@Observes Router router) {
    router.errorHandler(400, context -> refuse(context, unreadable()));
    router.errorHandler(404, context -> refuse(context, Refused.notFound()));
    router.errorHandler(405, context -> refuse(context, Refused.methodNotAllowed()));
    router.errorHandler(500, context -> refuse(context, Refused.internal()));
  }

  private void route(RoutingContext context) {
    String path = context.request().path();
    if (path == null || ambiguous(path)) {
      refuse(context, unreadable());
      return;
    }
    var found = Routes.match(path);
    if (found.isEmpty()) {
      refuse(context, Refused.notFound());
      return;
    }
    answer(context, found.get());
  }

  private void answer(RoutingContext context, Routes.Match match) {
    String method = context.request().method().name();
    String allowed = String.join(", ", match.methods());
    if (method.equals("OPTIONS")) {
      context.response().setStatusCode(204).putHeader("Allow", allowed).end();
      context.request().resume();
    } else if (!match.methods().contains(method)) {
      context.response().putHeader("Allow", allowed);
      refuse(context, Refused.methodNotAllowed());
    } else {
      context.put(Exchange.VARIABLES, match.variables().get(method));
      if (METRICS.equals(context.request().path())) {
        context.request().headers().set("Accept", scrapable(context));
      }
      context.next();
    }
  }

  /** Metrics are text whatever is asked for: their handler has another form of refusal. */
  private static String scrapable(RoutingContext context) {
    String accept = String.valueOf(context.request().getHeader("Accept"));
    return accept.contains("text/") || accept.contains("openmetrics") ? accept : "text/plain";
  }

  /** Proxies and routers drop or join such segments, so another resource would be meant. */
  private static boolean ambiguous(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return false;
    }
    String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
    return Routes.segments(plain).stream().anyMatch(DOTS::contains);
  }

  private static Refused unreadable() {
    return Refused.invalidRequest(
        "the URL cannot be read; ids `.` and `..` can be named in a batch only");
  }

  private void refuse(RoutingContext context, Refused refused) {
    ProblemAnswer.send(context, refused.problem(ids.correlationId()));
  }
}
