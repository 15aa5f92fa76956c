package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.wire.BatchDecoder;
import dev.holdfast.server.wire.BatchRequest;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** The savers' hot path. */
@Path("/v1/batch")
public class BatchResource {

  /** Larger bodies are read away from the event loop, which others wait for. */
  private static final int LARGE_BYTES = 256 * 1024;

  private final Holdfast holdfast;
  private final Ids ids;
  private final BatchDecoder decoder = new BatchDecoder(Limits.DEFAULT);

  BatchResource(Holdfast holdfast, Ids ids) {
    this.holdfast = holdfast;
    this.ids = ids;
  }

  /** Runs a batch of operations; see docs/protocol.md. */
  @POST
  public Uni<Response> run(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    byte[] body = exchange.body();
    if (body.length < LARGE_BYTES) {
      return run(body, format, wanted);
    }
    return Uni.createFrom()
        .deferred(() -> run(body, format, wanted))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private Uni<Response> run(byte[] body, Format format, Format wanted) {
    BatchRequest request = decoder.decode(format, body, Tenants.DEFAULT);
    String correlationId = ids.correlationId();
    return Answers.of(
        wanted,
        () -> holdfast.batches().run(request.operations(), request.timeout()),
        replies -> ReplyEncoder.batch(wanted, replies, correlationId));
  }
}
