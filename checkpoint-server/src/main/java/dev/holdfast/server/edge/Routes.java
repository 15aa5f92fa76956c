package dev.holdfast.server.edge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every path this server answers, with its methods; the OpenAPI document holds the same ones. */
public final class Routes {

  private static final List<Route> ALL =
      List.of(
          new Route("/v1", Set.of("GET")),
          new Route("/v1/batch", Set.of("POST")),
          new Route("/v1/threads", Set.of("GET")),
          new Route("/v1/threads/prune", Set.of("POST")),
          new Route("/v1/threads/{thread_id}", Set.of("GET", "DELETE")),
          new Route("/v1/threads/{thread_id}/copy", Set.of("POST")),
          new Route("/v1/threads/{thread_id}/settings", Set.of("GET", "PUT")),
          new Route("/v1/threads/{thread_id}/progress", Set.of("GET")),
          new Route("/v1/threads/{thread_id}/history", Set.of("GET")),
          new Route("/v1/threads/{thread_id}/checkpoints", Set.of("GET")),
          new Route("/v1/threads/{thread_id}/checkpoints/latest", Set.of("GET")),
          new Route("/v1/threads/{thread_id}/checkpoints/{checkpoint_id}", Set.of("GET")),
          new Route("/v1/runs/delete", Set.of("POST")),
          new Route("/v1/signals", Set.of("GET", "POST")),
          new Route("/v1/signals/batch", Set.of("POST")),
          new Route("/v1/signals/epoch", Set.of("POST")),
          new Route("/v1/signals/dead-letters", Set.of("GET")),
          new Route("/v1/signals/dead-letters/redrive", Set.of("POST")),
          new Route("/v1/signals/dead-letters/discard", Set.of("POST")),
          new Route("/v1/signals/{signal_id}", Set.of("GET")),
          new Route("/v1/signals/{signal_id}/cancel", Set.of("POST")),
          new Route("/v1/store/export", Set.of("GET")),
          new Route(Streamed.IMPORT, Set.of("POST")),
          new Route("/v1/store/imports/{import_id}", Set.of("GET")),
          new Route("/v1/store/index", Set.of("GET", "PUT", "DELETE")),
          new Route("/v1/store/index/check", Set.of("POST")),
          new Route("/v1/store/index/repair", Set.of("POST")),
          new Route("/v1/store/index/rebuild", Set.of("POST")),
          new Route("/v1/store/index/jobs", Set.of("GET")),
          new Route("/v1/store/index/jobs/{job_id}", Set.of("GET", "DELETE")),
          new Route("/store/items", Set.of("GET", "PUT", "DELETE")),
          new Route("/store/items/search", Set.of("POST")),
          new Route("/store/namespaces", Set.of("POST")),
          new Route("/metrics", Set.of("GET")),
          new Route("/q/health", Set.of("GET")),
          new Route("/q/health/live", Set.of("GET")),
          new Route("/q/health/ready", Set.of("GET")),
          new Route("/q/health/started", Set.of("GET")),
          new Route("/q/openapi", Set.of("GET")));

  /** Paths without variables, the savers' among them, are looked up at once. */
  private static final Map<String, Match> LITERAL = new LinkedHashMap<>();

  static {
    for (Route route : ALL) {
      if (!route.template().contains("{")) {
        search(route.template()).ifPresent(match -> LITERAL.put(route.template(), match));
      }
    }
  }

  private Routes() {}

  /**
   * One path.
   *
   * @param template segments in braces stand for any text
   * @param methods without HEAD and OPTIONS, which follow from them
   */
  public record Route(String template, Set<String> methods) {

    /** The raw texts that stand for the segments in braces; empty if the path is another. */
    Optional<Map<String, String>> variables(List<String> segments) {
      List<String> expected = Routes.segments(template);
      if (expected.size() != segments.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new LinkedHashMap<>();
      for (int i = 0; i < expected.size(); i++) {
        String name = expected.get(i);
        if (name.startsWith("{") && !segments.get(i).isEmpty()) {
          variables.put(name.substring(1, name.length() - 1), segments.get(i));
        } else if (!name.equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  /**
   * What a path can do.
   *
   * @param methods everything for the header {@code Allow}
   * @param variables for each method, the raw texts in the path
   */
  record Match(Set<String> methods, Map<String, Map<String, String>> variables) {}

  /** All of them. */
  public static List<Route> all() {
    return ALL;
  }

  /** What can be done at {@code path}; empty if there is nothing. */
  static Optional<Match> match(String path) {
    Match literal = LITERAL.get(path);
    return literal == null ? search(path) : Optional.of(literal);
  }

  private static Optional<Match> search(String path) {
    List<String> segments = segments(path);
    Set<String> methods = new TreeSet<>();
    Map<String, Map<String, String>> variables = new LinkedHashMap<>();
    for (Route route : ALL) {
      route
          .variables(segments)
          .ifPresent(
              found -> {
                methods.addAll(route.methods());
                route.methods().forEach(method -> variables.putIfAbsent(method, found));
              });
    }
    if (methods.isEmpty()) {
      return Optional.empty();
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
      variables.put("HEAD", variables.get("GET"));
    }
    methods.add("OPTIONS");
    return Optional.of(new Match(methods, variables));
  }

  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    segments.remove(0);
    return segments;
  }
}
