package dev.holdfast.server.http;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ServerEncoder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What this server is, can do and takes. */
@Path("/v1")
public class ServerResource {

  private final String version;

  ServerResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  /** Savers size their batches by it and name an incompatible server. */
  @GET
  public Response describe(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    Format wanted = MediaTypes.accepted(accept, Format.JSON);
    if (wanted == null) {
      throw new NotAcceptableException();
    }
    return Answers.ok(wanted, ServerEncoder.describe(wanted, version, Limits.DEFAULT));
  }
}
