package dev.holdfast.server.batch;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.edge.Uncopied;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.http.Tenants;
import dev.holdfast.server.metrics.ValueBytes;
import dev.holdfast.server.wire.Admission;
import dev.holdfast.server.wire.BatchDecoder;
import dev.holdfast.server.wire.BatchRequest;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The savers' hot path: {@code POST /v1/batch}, see docs/protocol.md.
 *
 * <p>A plain route, not a resource: a lone caller waits for every layer that its request passes.
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
  private final ValueBytes values;
  private final BatchDecoder decoder;

  BatchRoute(
      Holdfast holdfast, Admission admission, Ids ids, Problems problems, ValueBytes values) {
    this.holdfast = holdfast;
    this.ids = ids;
    this.problems = problems;
    this.values = values;
    this.decoder = new BatchDecoder(Limits.DEFAULT, holdfast.ttlPolicy(), admission);
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
    if (body.length < LARGE_BYTES) {
      answer(context, wanted, decoded(format, body));
      return;
    }
    context
        .vertx()
        .executeBlocking(() -> decoded(format, body), false)
        // Within the stage: what "answer" throws would leave the caller without an answer.
        .compose(
            request -> {
              answer(context, wanted, request);
              return Future.succeededFuture();
            })
        .onFailure(error -> refuse(context, error));
  }

  private BatchRequest decoded(Format format, byte[] body) {
    return decoder.decode(format, body, Tenants.DEFAULT);
  }

  private void answer(RoutingContext context, Format wanted, BatchRequest request) {
    String correlationId = ids.correlationId();
    values.received(request.operations());
    CompletionStage<List<Reply>> replies =
        holdfast.batches().run(request.operations(), request.timeout());
    replies
        .thenAccept(
            all -> {
              values.sent(all);
              context.response().putHeader("Content-Type", wanted.mediaType());
              ByteBuffer body = ReplyEncoder.batch(wanted, all, correlationId);
              context.response().end(Uncopied.buffer(body));
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
