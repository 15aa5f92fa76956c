package dev.holdfast.server.http;

import dev.holdfast.core.imports.ImportId;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ImportEncoder;
import dev.holdfast.server.wiring.Holdfast;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Imports of items, for those who go on with one. */
@Path("/v1/store/imports")
public class ImportsResource {

  private final Holdfast holdfast;

  ImportsResource(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  /** Tells how far an import is. */
  @GET
  @Path("{import_id}")
  public Uni<Response> find(@Context RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Format wanted = exchange.wanted(Format.JSON);
    exchange.query();
    var id = new ImportId(Tenants.DEFAULT, exchange.id("import_id"));
    return Answers.of(
        wanted,
        () -> holdfast.imports().find(id),
        found -> ImportEncoder.status(wanted, found.orElseThrow(Refused::notFound)));
  }
}
