package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.edge.Exchange;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ServerEncoder;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this server is, can do and takes. */
@Path("/v1")
public class ServerResource {

  private final String version;

  ServerResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  /** Savers size their batches by it and name an incompatible server. */
  @GET
  @NonBlocking
  public Response describe(@Context RoutingContext context) {
    Format wanted = Exchange.of(context).wanted();
    return Answers.ok(wanted, ServerEncoder.describe(wanted, version, Limits.DEFAULT));
  }
}
