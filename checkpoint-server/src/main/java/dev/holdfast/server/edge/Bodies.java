package dev.holdfast.server.edge;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wiring.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies before anything else does: each within its limit, all together within a part of the
 * memory.
 */
final class Bodies {

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);
  private static final int PART_OF_MEMORY = 4;

  /** Of a body's declared length, what memory is laid out for before it has come. */
  private static final int TRUSTED = 1 << 20;

  private final Ids ids;
  private final long most;
  private final long mostTogether;
  private final AtomicLong together = new AtomicLong();

  Bodies(Ids ids, long most, long mostTogether) {
    this.ids = ids;
    this.most = most;
    this.mostTogether = mostTogether;
  }

  /** Within the limit that callers are told, and a quarter of the memory. */
  static Bodies withinLimits(Ids ids) {
    long most = Limits.DEFAULT.bodyBytes();
    long memory = Runtime.getRuntime().maxMemory();
    return new Bodies(ids, most, Math.max(2 * most, memory / PART_OF_MEMORY));
  }

  /** Goes on when the body of {@code context} is there. */
  void read(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader("Content-Length");
    boolean none =
        length == null && request.getHeader("Transfer-Encoding") == null && request.isEnded();
    if (none || Streamed.is(request)) {
      context.next();
      return;
    }
    if (length != null && declared(length) > most) {
      refuse(context, tooLarge());
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      context.response().writeContinue();
    }
    new Reading(context, length == null ? 0 : (int) Math.min(declared(length), TRUSTED)).begin();
  }

  /** The protocol layer takes digits only. */
  private static long declared(String length) {
    try {
      return Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private Failure tooLarge() {
    return new Failure.LimitExceeded("body_bytes", most);
  }

  private void refuse(RoutingContext context, Failure failure) {
    ProblemAnswer.send(context, Problem.of(failure, ids.correlationId()));
  }

  /** One body on its way; all on the event loop of its connection. */
  private final class Reading {

    private final RoutingContext context;
    private final Buffer body;
    private boolean refused;
    private long held;

    Reading(RoutingContext context, int expected) {
      this.context = context;
      this.body = Buffer.buffer(expected);
    }

    void begin() {
      context.addEndHandler(ended -> together.addAndGet(-held));
      context.request().handler(this::part).endHandler(nothing -> end());
      context.request().resume();
    }

    private void part(Buffer part) {
      if (refused) {
        return;
      }
      held += part.length();
      if (together.addAndGet(part.length()) > mostTogether) {
        refused = true;
        refuse(context, Failure.RetryLater.overloaded(RETRY_AFTER));
      } else if (held > most) {
        refused = true;
        refuse(context, tooLarge());
      } else {
        body.appendBuffer(part);
      }
    }

    private void end() {
      if (!refused) {
        ((RoutingContextInternal) context).setBody(body);
        context.next();
      }
    }
  }
}
