package dev.holdfast.server.readiness;

import dev.holdfast.server.wiring.Holdfast;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started means that the database was opened and its schema brought up to date. */
@Startup
@ApplicationScoped
public class Started implements HealthCheck {

  private final Holdfast holdfast;

  Started(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("started").status(holdfast.isOpen()).build();
  }
}
