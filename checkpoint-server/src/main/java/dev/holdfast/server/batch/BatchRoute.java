package dev.holdfast.server.batch;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.http.Tenants;
import dev.holdfast.server.wire.BatchDecoder;
import dev.holdfast.server.wire.BatchRequest;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * The savers' hot path: {@code POST /v1/batch}, see docs/protocol.md.
 *
 * <p>A plain route, not a resource: the way through the resource layer costs a lone put more than
 * its own decoding.
 */
@ApplicationScoped
public class BatchRoute {

  /** Where it is. */
  public static final String PATH = "/v1/batch";

  /** Larger bodies are read away from the event loop, which others wait for. */
  private static final int LARGE_BYTES = 256 * 1024;

  private final Holdfast holdfast;
  private final Ids ids;
  private final Problems problems;
  private final BatchDecoder decoder = new BatchDecoder(Limits.DEFAULT);

  BatchRoute(Holdfast holdfast, Ids ids, Problems problems) {
    this.holdfast = holdfast;
    this.ids = ids;
    this.problems = problems;
  }

  void install(@Observes Router router) {
    router.post(PATH).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    try {
      run(context);
    } catch (RuntimeException error) {
      refuse(context, error);
    }
  }

  private void run(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    byte[] body = exchange.body();
    Callable<BatchRequest> read = () -> decoder.decode(format, body, Tenants.DEFAULT);
    if (body.length < LARGE_BYTES) {
      answer(context, wanted, decoder.decode(format, body, Tenants.DEFAULT));
      return;
    }
    context
        .vertx()
        .executeBlocking(read, false)
        .onSuccess(request -> answer(context, wanted, request))
        .onFailure(error -> refuse(context, error));
  }

  private void answer(RoutingContext context, Format wanted, BatchRequest request) {
    String correlationId = ids.correlationId();
    CompletionStage<List<Reply>> replies =
        holdfast.batches().run(request.operations(), request.timeout());
    replies
        .thenAccept(
            all -> {
              context.response().putHeader("Content-Type", wanted.mediaType());
              context.response().end(Buffer.buffer(ReplyEncoder.batch(wanted, all, correlationId)));
            })
        .exceptionally(
            error -> {
              refuse(context, error);
              return null;
            });
  }

  private void refuse(RoutingContext context, Throwable error) {
    ProblemAnswer.send(context, problems.of(error));
  }
}
