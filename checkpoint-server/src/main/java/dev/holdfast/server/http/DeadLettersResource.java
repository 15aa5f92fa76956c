package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.SignalDecoder;
import dev.holdfast.server.wire.SignalDecoder.Discard;
import dev.holdfast.server.wire.SignalEncoder;
import dev.holdfast.server.wiring.Signals;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Signals that nobody tries any more, until somebody redrives or discards them. */
@Path("/v1/signals/dead-letters")
public class DeadLettersResource {

  private final Signals signals;
  private final SignalDecoder decoder = new SignalDecoder(Limits.DEFAULT, Tenants.DEFAULT);

  DeadLettersResource(Signals signals) {
    this.signals = signals;
  }

  /** Lists them, newest first. */
  @GET
  public Uni<Response> list(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("namespace", "workflow_id", "reason", "cursor", "limit");
    SignalDesk.Filter filter =
        SignalFilters.of(
            query,
            SignalState.DEAD,
            SignalDecoder.reason(query.text("reason"), Query.at("reason")));
    return Answers.of(
        wanted,
        () -> signals.desk().list(filter),
        found -> SignalEncoder.statuses(wanted, found, filter.most()));
  }

  /** Sends them again, behind all others. */
  @POST
  @Path("redrive")
  public Uni<Response> redrive(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    List<Long> ids = decoder.ids(format, exchange.body());
    return Answers.of(
        wanted,
        () -> signals.redrive(Tenants.DEFAULT, ids),
        again -> SignalEncoder.redriven(wanted, again));
  }

  /** Gives them up. */
  @POST
  @Path("discard")
  public Uni<Response> discard(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    Discard discard = decoder.discard(format, exchange.body());
    return Answers.of(
        wanted,
        () -> signals.desk().discard(Tenants.DEFAULT, discard.ids(), discard.note()),
        count -> SignalEncoder.discarded(wanted, count));
  }
}
