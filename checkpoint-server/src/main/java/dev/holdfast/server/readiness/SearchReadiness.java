package dev.holdfast.server.readiness;

import dev.holdfast.server.wiring.Holdfast;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells how the store is searched by meaning. Whatever it is, the server is ready. */
@Readiness
@ApplicationScoped
public class SearchReadiness implements HealthCheck {

  private final Holdfast holdfast;
  private final IndexUpkeep indexes;

  SearchReadiness(Holdfast holdfast, IndexUpkeep indexes) {
    this.holdfast = holdfast;
    this.indexes = indexes;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("search")
        .up()
        .withData("mode", holdfast.isOpen() ? holdfast.index().mode() : "unknown")
        .withData("reason", holdfast.isOpen() ? holdfast.index().vectors().reason() : "starting")
        .withData("embedding", indexes.provider())
        .withData("index", indexes.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .build();
  }
}
