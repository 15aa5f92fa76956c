package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wire.MalformedBody;
import dev.holdfast.server.wiring.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** What whatever is thrown means to a caller. */
@ApplicationScoped
public class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  private final Ids ids;

  /** Problems are numbered by {@code ids}. */
  public Problems(Ids ids) {
    this.ids = ids;
  }

  /** The problem of {@code error}; a fault of ours is logged, and its number told. */
  public Problem of(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    String correlationId = ids.correlationId();
    if (cause instanceof Failure failure) {
      return Problem.of(failure, correlationId);
    }
    if (cause instanceof MalformedBody) {
      return Refused.malformedBody().problem(correlationId);
    }
    if (cause instanceof Refused refused) {
      return refused.problem(correlationId);
    }
    LOG.errorf("Fault %s; its stack is in the log at debug", correlationId);
    LOG.debug("Its stack", cause);
    return Refused.internal().problem(correlationId);
  }
}
