package dev.holdfast.server.readiness;

import dev.holdfast.postgres.connect.DatabaseCheck;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the database answers within two seconds. */
@Readiness
@ApplicationScoped
public class PostgresReadiness implements AsyncHealthCheck {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final StartAndStop server;

  PostgresReadiness(StartAndStop server) {
    this.server = server;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return server
        .database()
        .map(PostgresReadiness::ask)
        .orElseGet(
            () -> Uni.createFrom().item(named().withData("state", "starting").down().build()));
  }

  private static Uni<HealthCheckResponse> ask(Database database) {
    return Uni.createFrom()
        .completionStage(() -> DatabaseCheck.answers(database.pool()))
        .ifNoItem()
        .after(ANSWER_LIMIT)
        .recoverWithItem(false)
        .map(answers -> describe(database, answers));
  }

  private static HealthCheckResponse describe(Database database, boolean answers) {
    DatabaseCheck check = database.check();
    return named()
        .withData("state", answers ? "answers" : "away")
        .withData("version", check.versionName())
        .withData("embedded", database.embedded())
        .withData("pooler", check.pooler())
        .status(answers)
        .build();
  }

  private static HealthCheckResponseBuilder named() {
    return HealthCheckResponse.named("postgres");
  }
}
