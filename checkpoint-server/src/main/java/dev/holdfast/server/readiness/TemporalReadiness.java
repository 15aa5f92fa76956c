package dev.holdfast.server.readiness;

import dev.holdfast.server.wiring.Signals;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether Temporal answers. Whatever it does, the server is ready: signals are queued. */
@Readiness
@ApplicationScoped
public class TemporalReadiness implements AsyncHealthCheck {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Signals signals;

  TemporalReadiness(Signals signals) {
    this.signals = signals;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    if (!signals.taken()) {
      return Uni.createFrom().item(response("not-configured", ""));
    }
    return Uni.createFrom()
        .completionStage(() -> signals.temporalVersion(ANSWER_LIMIT))
        .map(version -> response("answers", version))
        .onFailure()
        .recoverWithItem(() -> response("away", ""));
  }

  private static HealthCheckResponse response(String state, String version) {
    return HealthCheckResponse.named("temporal")
        .up()
        .withData("state", state)
        .withData("version", version)
        .build();
  }
}
