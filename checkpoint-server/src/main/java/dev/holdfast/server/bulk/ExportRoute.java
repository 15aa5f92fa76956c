package dev.holdfast.server.bulk;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.http.Tenants;
import dev.holdfast.server.wire.ExportDecoder;
import dev.holdfast.server.wiring.Holdfast;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /v1/store/export}: everything under a prefix, one item a line. */
@ApplicationScoped
public class ExportRoute {

  /** Where it is. */
  public static final String PATH = "/v1/store/export";

  private static final int MOST_AT_A_TIME = 16;

  private final Holdfast holdfast;
  private final Problems problems;
  private final Turns turns = new Turns(MOST_AT_A_TIME);

  ExportRoute(Holdfast holdfast, Problems problems) {
    this.holdfast = holdfast;
    this.problems = problems;
  }

  void install(@Observes Router router) {
    router.get(PATH).handler(this::handle);
    router.route(HttpMethod.HEAD, PATH).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    try {
      run(context);
    } catch (RuntimeException error) {
      ProblemAnswer.send(context, problems.of(error));
    }
  }

  private void run(RoutingContext context) {
    Query query = Exchange.of(context).query("namespace", "after");
    StoreNamespace prefix = ExportDecoder.prefix(query.texts("namespace"));
    ItemKey after = ExportDecoder.after(query.text("after"), Query.at("after"));
    var pages = holdfast.pages();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      context.response().putHeader("Content-Type", Ndjson.MEDIA_TYPE).end();
      return;
    }
    new RunningExport(context, problems, turns.take())
        .begin(
            last ->
                prefix == null
                    ? CompletableFuture.completedFuture(List.of())
                    : pages.page(Tenants.DEFAULT, prefix, last),
            after);
  }
}
