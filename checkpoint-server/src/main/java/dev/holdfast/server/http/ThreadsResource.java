package dev.holdfast.server.http;

import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ProgressEncoder;
import dev.holdfast.server.wire.ResourceDecoder;
import dev.holdfast.server.wire.ResourceEncoder;
import dev.holdfast.server.wiring.Holdfast;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Threads, for people and scripts. */
@Path("/v1/threads")
public class ThreadsResource {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final Holdfast holdfast;
  private final ResourceDecoder decoder = new ResourceDecoder(Limits.DEFAULT, Tenants.DEFAULT);

  ThreadsResource(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  /** Lists threads by id. */
  @GET
  public Uni<Response> list(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("prefix", "limit", "cursor");
    String prefix = query.prefix("prefix");
    int limit = (int) query.number("limit", 1, MOST, USUAL);
    ThreadId after = decoder.threadCursor(query.text("cursor"), Query.at("cursor"));
    return Answers.of(
        wanted,
        () -> holdfast.threads().list(Tenants.DEFAULT, prefix, after, limit),
        page -> ResourceEncoder.threads(wanted, page));
  }

  /** Describes a thread. */
  @GET
  @Path("{thread_id}")
  public Uni<Response> find(@Context RoutingContext context) {
    return tell(context, ResourceEncoder::thread);
  }

  /** Deletes a thread with everything in it. */
  @DELETE
  @Path("{thread_id}")
  public Uni<Response> delete(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    return run(
        exchange.wanted(), new Operation.DeleteThread(thread(exchange), operationId(exchange)));
  }

  private static @Nullable OperationId operationId(Exchange exchange) {
    String key = exchange.header("Idempotency-Key");
    return key == null
        ? null
        : new OperationId(
            Identifiers.required(
                key, "Idempotency-Key", "identifier_bytes", Limits.DEFAULT.identifierBytes()));
  }

  /** Copies a thread. */
  @POST
  @Path("{thread_id}/copy")
  public Uni<Response> copy(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    ThreadKey source = thread(exchange);
    Format wanted = exchange.wanted(format);
    Operation operation = decoder.copy(format, exchange.body(), source);
    return Answers.of(
        wanted,
        () ->
            holdfast
                .threads()
                .find(source)
                .thenCompose(exists -> holdfast.operations().run(operation)),
        reply -> ResourceEncoder.reply(wanted, reply));
  }

  /** Tells the settings of a thread. */
  @GET
  @Path("{thread_id}/settings")
  public Uni<Response> settings(@Context RoutingContext context) {
    return tell(context, (wanted, summary) -> ResourceEncoder.settings(wanted, summary.history()));
  }

  /** Replaces the settings of a thread, which begins if it does not exist. */
  @PUT
  @Path("{thread_id}/settings")
  public Uni<Response> set(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    ThreadKey thread = thread(exchange);
    Format wanted = exchange.wanted(format);
    Operation.SetHistory operation = decoder.settings(format, exchange.body(), thread);
    return Answers.of(
        wanted,
        () -> holdfast.operations().run(operation),
        reply -> ResourceEncoder.settings(wanted, operation.history()));
  }

  /** Tells how far a thread is. */
  @GET
  @Path("{thread_id}/progress")
  public Uni<Response> progress(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    exchange.query();
    ThreadKey thread = thread(exchange);
    return Answers.of(
        wanted,
        () -> holdfast.progress().of(thread),
        head -> ProgressEncoder.progress(wanted, head));
  }

  /** Removes checkpoints of threads by rule. */
  @POST
  @Path("prune")
  public Uni<Response> prune(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    return run(exchange.wanted(format), decoder.prune(format, exchange.body()));
  }

  private Uni<Response> tell(
      RoutingContext context, BiFunction<Format, ThreadSummary, byte[]> encode) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    exchange.query();
    ThreadKey thread = thread(exchange);
    return Answers.of(
        wanted, () -> holdfast.threads().find(thread), summary -> encode.apply(wanted, summary));
  }

  private Uni<Response> run(Format wanted, Operation operation) {
    return Answers.of(
        wanted,
        () -> holdfast.operations().run(operation),
        reply -> ResourceEncoder.reply(wanted, reply));
  }

  private static ThreadKey thread(Exchange exchange) {
    return new ThreadKey(Tenants.DEFAULT, new ThreadId(exchange.id("thread_id")));
  }
}
