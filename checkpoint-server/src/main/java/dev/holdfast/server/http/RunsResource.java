package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ResourceDecoder;
import dev.holdfast.server.wire.ResourceEncoder;
import dev.holdfast.server.wiring.Holdfast;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Runs, for people and scripts. */
@Path("/v1/runs")
public class RunsResource {

  private final Holdfast holdfast;
  private final ResourceDecoder decoder = new ResourceDecoder(Limits.DEFAULT, Tenants.DEFAULT);

  RunsResource(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  /** Deletes what runs left. */
  @POST
  @Path("delete")
  public Uni<Response> delete(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    Operation operation = decoder.deleteForRuns(format, exchange.body());
    return Answers.of(
        wanted,
        () -> holdfast.operations().run(operation),
        reply -> ResourceEncoder.reply(wanted, reply));
  }
}
