package dev.holdfast.server.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Bodies that are not read before their route begins, since they may be of any size. */
public final class Streamed {

  /** Items of a store, one a line. */
  public static final String IMPORT = "/v1/store/import";

  private Streamed() {}

  /** Whether its route reads the body of {@code request} itself. */
  static boolean is(HttpServerRequest request) {
    return IMPORT.equals(request.path()) && request.method().name().equals("POST");
  }

  /** Tells a caller who asks before sending that it may. */
  public static void expected(RoutingContext context) {
    if ("100-continue".equalsIgnoreCase(context.request().getHeader("Expect"))) {
      context.response().writeContinue();
    }
  }

  /** What is left of a request is read and forgotten, so that its caller reads the answer. */
  public static void forgetRest(HttpServerRequest request) {
    ProblemAnswer.forgetRest(request);
  }
}
