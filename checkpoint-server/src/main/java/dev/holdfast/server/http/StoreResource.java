package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.StoreDecoder;
import dev.holdfast.server.wire.StoreEncoder;
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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The long-term store as LangGraph's SDK calls it. */
@Path("/store")
public class StoreResource {

  private static final String PART = "/parts/0";

  private final Holdfast holdfast;
  private final TtlPolicy policy;
  private final StoreDecoder decoder;

  StoreResource(Holdfast holdfast) {
    this.holdfast = holdfast;
    this.policy = holdfast.ttlPolicy();
    this.decoder = new StoreDecoder(Limits.DEFAULT, policy);
  }

  /** Puts an item. */
  @PUT
  @Path("items")
  public Uni<Response> put(@Context RoutingContext context) {
    return change(context, decoder::put);
  }

  /** Deletes an item, if it is there. */
  @DELETE
  @Path("items")
  public Uni<Response> delete(@Context RoutingContext context) {
    return change(context, decoder::delete);
  }

  /** Reads an item; null if there is none. */
  @GET
  @Path("items")
  public Uni<Response> get(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("namespace", "key", "refresh_ttl");
    StoreOperation get =
        StoreDecoder.get(
            query.required("namespace"),
            query.required("key"),
            query.fact("refresh_ttl", policy.refresh()));
    return Answers.of(wanted, () -> run(get), found -> StoreEncoder.item(wanted, found));
  }

  /** Finds items. */
  @POST
  @Path("items/search")
  public Uni<Response> search(@Context RoutingContext context) {
    return read(context, decoder::search, StoreEncoder::items);
  }

  /** Lists namespaces that hold items. */
  @POST
  @Path("namespaces")
  public Uni<Response> namespaces(@Context RoutingContext context) {
    return read(context, decoder::namespaces, StoreEncoder::namespaces);
  }

  private Uni<Response> change(
      RoutingContext context, BiFunction<Format, byte[], StoreOperation> decode) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    StoreOperation change = decode.apply(exchange.sent(), exchange.body());
    return Answers.empty(() -> run(change));
  }

  private Uni<Response> read(
      RoutingContext context,
      BiFunction<Format, byte[], StoreOperation> decode,
      BiFunction<Format, StoreResult, byte[]> encode) {
    Exchange exchange = Exchange.of(context);
    exchange.query();
    Format format = exchange.sent();
    Format wanted = exchange.wanted(format);
    StoreOperation read = decode.apply(format, exchange.body());
    return Answers.of(wanted, () -> run(read), found -> encode.apply(wanted, found));
  }

  private CompletionStage<StoreResult> run(StoreOperation part) {
    return holdfast
        .operations()
        .run(new Operation.Store(Tenants.DEFAULT, List.of(part)))
        .thenApply(reply -> ((Reply.Store) reply).results().get(0))
        .exceptionally(
            error -> {
              throw alone(error);
            });
  }

  /** Here the only part is the whole body. */
  private static CompletionException alone(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return new CompletionException(
        cause instanceof Failure.Invalid invalid && invalid.pointer().startsWith(PART)
            ? new Failure.Invalid(
                invalid.code(),
                invalid.pointer().substring(PART.length()),
                String.valueOf(invalid.getMessage()))
            : cause);
  }
}
