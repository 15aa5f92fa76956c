package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.edge.Query;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ResourceDecoder;
import dev.holdfast.server.wire.ResourceEncoder;
import dev.holdfast.server.wiring.Holdfast;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checkpoints of one thread, for people and scripts. */
@Path("/v1/threads/{thread_id}")
public class CheckpointsResource {

  private final Holdfast holdfast;
  private final ResourceDecoder decoder = new ResourceDecoder(Limits.DEFAULT, Tenants.DEFAULT);

  CheckpointsResource(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  /** Lists checkpoints, newest first. */
  @GET
  @Path("checkpoints")
  public Uni<Response> list(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    ThreadKey thread = thread(exchange);
    HistoryQuery query =
        history(thread, exchange.query("ns", "before", "limit", "filter", "cursor", "max_bytes"));
    return Answers.of(
        wanted,
        () -> holdfast.checkpoints().list(thread, query),
        page -> ResourceEncoder.checkpoints(wanted, page));
  }

  private HistoryQuery history(ThreadKey thread, Query query) {
    String namespace = query.path("ns");
    return new HistoryQuery(
        thread.tenant(),
        thread.thread(),
        namespace == null ? null : new CheckpointNamespace(namespace),
        null,
        checkpointId(query, "before"),
        decoder.filter(query.text("filter"), Query.at("filter")),
        (int) query.number("limit", 0, Integer.MAX_VALUE, Integer.MAX_VALUE),
        query.number(
            "max_bytes", 1, ResourceDecoder.MAX_PAGE_BYTES, ResourceDecoder.DEFAULT_PAGE_BYTES),
        false,
        decoder.historyCursor(query.text("cursor"), Query.at("cursor")));
  }

  /** Reads the newest checkpoint, or the newest of a time. */
  @GET
  @Path("checkpoints/latest")
  public Uni<Response> latest(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("ns", "at");
    NamespaceKey place = place(exchange, query);
    CheckpointId at = checkpointId(query, "at");
    return Answers.of(
        wanted,
        () ->
            at == null
                ? holdfast.checkpoints().find(place, null)
                : holdfast.checkpoints().latest(place, at),
        tuple -> ResourceEncoder.checkpoint(wanted, tuple));
  }

  /** Reads a checkpoint. */
  @GET
  @Path("checkpoints/{checkpoint_id}")
  public Uni<Response> find(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    NamespaceKey place = place(exchange, exchange.query("ns"));
    CheckpointId id = new CheckpointId(exchange.id("checkpoint_id"));
    return Answers.of(
        wanted,
        () -> holdfast.checkpoints().find(place, id),
        tuple -> ResourceEncoder.checkpoint(wanted, tuple));
  }

  /** Reads what channels are rebuilt from. */
  @GET
  @Path("history")
  public Uni<Response> history(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    Query query = exchange.query("ns", "checkpoint_id", "channel");
    NamespaceKey place = place(exchange, query);
    CheckpointId id = checkpointId(query, "checkpoint_id");
    List<ChannelName> channels =
        query.ids("channel", Limits.DEFAULT.channels()).stream().map(ChannelName::new).toList();
    return Answers.of(
        wanted,
        () -> holdfast.checkpoints().deltaHistory(place, id, channels),
        found -> ResourceEncoder.history(wanted, found));
  }

  private static @Nullable CheckpointId checkpointId(Query query, String name) {
    String id = query.id(name);
    return id == null ? null : new CheckpointId(id);
  }

  private static NamespaceKey place(Exchange exchange, Query query) {
    String namespace = query.path("ns");
    return new NamespaceKey(
        thread(exchange), new CheckpointNamespace(namespace == null ? "" : namespace));
  }

  private static ThreadKey thread(Exchange exchange) {
    return new ThreadKey(Tenants.DEFAULT, new ThreadId(exchange.id("thread_id")));
  }
}
