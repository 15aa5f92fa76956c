package dev.holdfast.server.bulk;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.bulk.RunImport;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.edge.Streamed;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.http.Tenants;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code POST /v1/store/import}: puts items, one a line, as they come. */
@ApplicationScoped
public class ImportRoute {

  private static final int MOST_AT_A_TIME = 16;

  private final Holdfast holdfast;
  private final Ids ids;
  private final Problems problems;
  private final Turns turns = new Turns(MOST_AT_A_TIME);

  ImportRoute(Holdfast holdfast, Ids ids, Problems problems) {
    this.holdfast = holdfast;
    this.ids = ids;
    this.problems = problems;
  }

  void install(@Observes Router router) {
    router.post(Streamed.IMPORT).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    try {
      run(context);
    } catch (RuntimeException error) {
      ProblemAnswer.send(context, problems.of(error));
    }
  }

  private void run(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Query query = exchange.query("from_line", "on_error");
    if (!Ndjson.is(exchange.header("Content-Type"), exchange.header("Content-Encoding"))) {
      throw Refused.notLines();
    }
    long from = query.number("from_line", 0, Long.MAX_VALUE, 0);
    boolean skip = query.choice("on_error", "stop", "skip").equals("skip");
    RunImport imports = holdfast.imports();
    Turns.Turn turn = turns.take();
    context.addEndHandler(ended -> turn.end());
    Context loop = context.vertx().getOrCreateContext();
    imports
        .begin(id(exchange))
        .whenComplete(
            (begun, error) ->
                loop.runOnContext(
                    nothing -> {
                      if (error == null && from <= begun.status().committedLines()) {
                        new RunningImport(context, begun, from, skip, problems).begin();
                        return;
                      }
                      turn.end();
                      Throwable why = error == null ? gap(begun.status()) : error;
                      ProblemAnswer.send(context, problems.of(why));
                    }));
  }

  /** One that its caller names, or one that nobody else has. */
  private ImportId id(Exchange exchange) {
    String key = exchange.header("Idempotency-Key");
    String id =
        key == null
            ? ids.correlationId() + ids.correlationId()
            : Identifiers.required(
                key, "Idempotency-Key", "identifier_bytes", Limits.DEFAULT.identifierBytes());
    return new ImportId(Tenants.DEFAULT, id);
  }

  private static Failure gap(ImportStatus status) {
    return new Failure.Invalid(
        Code.INVALID_REQUEST,
        Query.at("from_line"),
        "lines are missing: " + status.committedLines() + " are committed");
  }
}
