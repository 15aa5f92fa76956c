package dev.holdfast.server.http;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.SignalDecoder;
import dev.holdfast.server.wire.SignalEncoder;
import dev.holdfast.server.wiring.Ids;
import dev.holdfast.server.wiring.Signals;
import dev.holdfast.signals.route.Routed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Signals to Temporal workflows. */
@Path("/v1/signals")
public class SignalsResource {

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Signals signals;
  private final Ids ids;
  private final SignalDecoder decoder = new SignalDecoder(Limits.DEFAULT, Tenants.DEFAULT);

  SignalsResource(Signals signals, Ids ids) {
    this.signals = signals;
    this.ids = ids;
  }

  /** Sends a signal: 200 if Temporal has it, 202 if it is committed to the queue. */
  @POST
  public Uni<Response> send(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    Signal signal = decoder.signal(format, exchange.body(), exchange.header("Idempotency-Key"));
    return Uni.createFrom()
        .completionStage(() -> signals.send(signal, WAIT))
        .map(routed -> answer(wanted, routed));
  }

  private static Response answer(Format wanted, Routed routed) {
    byte[] body = SignalEncoder.routed(wanted, routed);
    return routed instanceof Routed.Delivered
        ? Answers.ok(wanted, body)
        : Answers.accepted(wanted, body);
  }

  /** Sends several; each is answered for itself. Those of one workflow keep their order. */
  @POST
  @Path("batch")
  public Uni<Response> sendAll(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    List<Signal> sent = decoder.signals(format, exchange.body());
    return Answers.of(
        wanted,
        () -> signals.sendAll(sent, WAIT),
        results -> SignalEncoder.results(wanted, results, ids.correlationId()));
  }

  /** Lists signals, newest first. */
  @GET
  public Uni<Response> list(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("namespace", "workflow_id", "state", "cursor", "limit");
    SignalDesk.Filter filter =
        SignalFilters.of(query, SignalDecoder.state(query.text("state"), Query.at("state")), null);
    return Answers.of(
        wanted,
        () -> signals.desk().list(filter),
        found -> SignalEncoder.statuses(wanted, found, filter.most()));
  }

  /** Begins a new epoch of sequences: after a copy of the database was put back. */
  @POST
  @Path("epoch")
  public Uni<Response> renewEpoch(@Context RoutingContext context) {
    Exchange.of(context).query();
    return Answers.empty(signals::renewEpoch);
  }

  /** Tells where a signal is. */
  @GET
  @Path("{signal_id}")
  public Uni<Response> find(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted();
    long id = SignalDecoder.id(exchange.id("signal_id"), "/signal_id");
    return Answers.of(
        wanted,
        () -> signals.desk().find(Tenants.DEFAULT, id).thenApply(SignalsResource::known),
        status -> SignalEncoder.status(wanted, status));
  }

  /** Takes a signal back while it waits. */
  @POST
  @Path("{signal_id}/cancel")
  public Uni<Response> cancel(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted();
    long id = SignalDecoder.id(exchange.id("signal_id"), "/signal_id");
    return Answers.of(
        wanted,
        () ->
            signals
                .desk()
                .cancel(Tenants.DEFAULT, id)
                .thenApply(SignalsResource::known)
                .thenApply(SignalsResource::cancelled),
        state -> SignalEncoder.cancelled(wanted));
  }

  private static SignalState cancelled(SignalState state) {
    if (state != SignalState.CANCELLED) {
      throw new Failure.Plain(
          Code.SIGNAL_FORMED, "the signal does not wait any more: it is " + state.text());
    }
    return state;
  }

  private static <T> T known(Optional<T> found) {
    return found.orElseThrow(
        () -> new Failure.Plain(Code.SIGNAL_NOT_FOUND, "there is no such signal"));
  }
}
