package dev.holdfast.server.http;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.TendIndex;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.IndexDecoder;
import dev.holdfast.server.wire.IndexEncoder;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The index of the store (ADR 6). */
@Path("/v1/store/index")
public class IndexResource {

  private static final int MOST_JOBS = 1000;
  private static final int USUAL_JOBS = 100;

  private final Holdfast holdfast;
  private final IndexDecoder decoder = new IndexDecoder(Limits.DEFAULT);

  IndexResource(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  private TendIndex index() {
    return holdfast.index().tend();
  }

  /** Defines the index, unless it is so already. */
  @PUT
  public Uni<Response> define(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    IndexDefinition definition = decoder.definition(format, exchange.body());
    return Answers.of(
        wanted,
        () -> index().define(Tenants.DEFAULT, definition),
        defined -> IndexEncoder.index(wanted, defined));
  }

  /** Describes the index and how far it is. */
  @GET
  public Uni<Response> describe(@Context RoutingContext context) {
    Format wanted = Exchange.of(context).wanted();
    return Answers.of(
        wanted,
        () -> index().describe(Tenants.DEFAULT),
        found -> IndexEncoder.description(wanted, there(found), holdfast.index().mode()));
  }

  /** Drops the index with everything in it; items stay. */
  @DELETE
  public Uni<Response> drop(@Context RoutingContext context) {
    Exchange.of(context).query();
    return Answers.empty(() -> index().drop(Tenants.DEFAULT));
  }

  /** Starts to count, and to look for what was lost. */
  @POST
  @Path("check")
  public Uni<Response> check(@Context RoutingContext context) {
    return start(context, IndexJob.Kind.CHECK);
  }

  /** Starts to index what is stale or failed. */
  @POST
  @Path("repair")
  public Uni<Response> repair(@Context RoutingContext context) {
    return start(context, IndexJob.Kind.REPAIR);
  }

  /** Starts to make the index anew. */
  @POST
  @Path("rebuild")
  public Uni<Response> rebuild(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    if (exchange.body().length == 0) {
      return started(exchange.wanted(Format.JSON), IndexJob.Kind.REBUILD, null);
    }
    Format format = exchange.sent();
    IndexDefinition definition = decoder.optional(format, exchange.body());
    return started(exchange.wanted(format), IndexJob.Kind.REBUILD, definition);
  }

  private Uni<Response> start(RoutingContext context, IndexJob.Kind kind) {
    return started(Exchange.of(context).wanted(), kind, null);
  }

  private Uni<Response> started(
      Format wanted, IndexJob.Kind kind, @Nullable IndexDefinition definition) {
    return Uni.createFrom()
        .completionStage(() -> index().start(Tenants.DEFAULT, kind, definition))
        .map(job -> Answers.accepted(wanted, IndexEncoder.job(wanted, job)));
  }

  /** Lists jobs, the newest first. */
  @GET
  @Path("jobs")
  public Uni<Response> jobs(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("limit");
    int limit = (int) query.number("limit", 1, MOST_JOBS, USUAL_JOBS);
    return Answers.of(
        wanted,
        () -> index().jobs(Tenants.DEFAULT, limit),
        jobs -> IndexEncoder.jobs(wanted, jobs));
  }

  /** Describes a job. */
  @GET
  @Path("jobs/{job_id}")
  public Uni<Response> job(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted();
    long id = id(exchange);
    return Answers.of(
        wanted,
        () -> index().job(Tenants.DEFAULT, id),
        job -> IndexEncoder.job(wanted, there(job)));
  }

  /** Cancels a job; what it enqueued stays enqueued. */
  @DELETE
  @Path("jobs/{job_id}")
  public Uni<Response> cancel(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted();
    long id = id(exchange);
    return Answers.of(
        wanted,
        () -> index().cancel(Tenants.DEFAULT, id),
        job -> IndexEncoder.job(wanted, there(job)));
  }

  /** No job has a name that is no number. */
  private static long id(Exchange exchange) {
    try {
      return Long.parseLong(exchange.id("job_id"));
    } catch (NumberFormatException e) {
      throw Refused.notFound();
    }
  }

  private static <T> T there(Optional<T> found) {
    return found.orElseThrow(Refused::notFound);
  }
}
