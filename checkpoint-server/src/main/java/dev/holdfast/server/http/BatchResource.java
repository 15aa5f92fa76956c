package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.BatchDecoder;
import dev.holdfast.server.wire.BatchRequest;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The savers' hot path. */
@Path("/v1/batch")
public class BatchResource {

  /** Larger bodies are read away from the event loop, which others wait for. */
  private static final int LARGE_BYTES = 256 * 1024;

  private static final TenantId TENANT = new TenantId("default");

  private final Holdfast holdfast;
  private final Ids ids;
  private final Limits limits = Limits.DEFAULT;
  private final BatchDecoder decoder = new BatchDecoder(limits);

  BatchResource(Holdfast holdfast, Ids ids) {
    this.holdfast = holdfast;
    this.ids = ids;
  }

  /** Runs a batch of operations; see docs/protocol.md. */
  @POST
  public Uni<Response> run(
      byte[] body,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    String correlationId = ids.correlationId();
    Format format = MediaTypes.of(contentType);
    if (format == null) {
      return refuse(
          415,
          "unsupported-media-type",
          "send application/json or application/msgpack",
          correlationId);
    }
    Format wanted = MediaTypes.accepted(accept, format);
    if (wanted == null) {
      return refuse(
          406, "not-acceptable", "accept application/json or application/msgpack", correlationId);
    }
    if (body.length > limits.bodyBytes()) {
      throw new Failure.LimitExceeded("body_bytes", limits.bodyBytes());
    }
    if (body.length < LARGE_BYTES) {
      return run(body, format, wanted, correlationId);
    }
    return Uni.createFrom()
        .deferred(() -> run(body, format, wanted, correlationId))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private Uni<Response> run(byte[] body, Format format, Format wanted, String correlationId) {
    BatchRequest request = decoder.decode(format, body, TENANT);
    return Uni.createFrom()
        .completionStage(() -> holdfast.batches().run(request.operations(), request.timeout()))
        .map(replies -> Answers.ok(wanted, ReplyEncoder.batch(wanted, replies, correlationId)));
  }

  private static Uni<Response> refuse(
      int status, String code, String detail, String correlationId) {
    return Uni.createFrom().item(Answers.problem(Problem.of(status, code, detail, correlationId)));
  }
}
