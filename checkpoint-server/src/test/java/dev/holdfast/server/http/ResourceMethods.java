package dev.holdfast.server.http;

import dev.holdfast.server.batch.BatchRoute;
import dev.holdfast.server.bulk.ExportRoute;
import dev.holdfast.server.edge.Streamed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the annotations of the resources say, and the routes that are none. */
public final class ResourceMethods {

  private static final List<Class<?>> RESOURCES =
      List.of(
          ServerResource.class,
          ThreadsResource.class,
          CheckpointsResource.class,
          RunsResource.class,
          StoreResource.class,
          ImportsResource.class,
          IndexResource.class,
          SignalsResource.class,
          DeadLettersResource.class);

  private ResourceMethods() {}

  /** Each method with its path, as {@code GET /v1}. */
  public static Set<String> all() {
    Set<String> all = new TreeSet<>();
    all.add("POST " + BatchRoute.PATH);
    all.add("GET " + ExportRoute.PATH);
    all.add("POST " + Streamed.IMPORT);
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            all.add(verb.value() + " " + path(resource, method));
          }
        }
      }
    }
    return all;
  }

  private static String path(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String root = resource.getAnnotation(Path.class).value();
    return below == null ? root : root + "/" + below.value();
  }
}
