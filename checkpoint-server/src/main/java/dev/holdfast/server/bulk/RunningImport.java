package dev.holdfast.server.bulk;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.bulk.RunImport;
import dev.holdfast.server.edge.Streamed;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.wire.ImportDecoder;
import dev.holdfast.server.wire.ImportEncoder;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One import on its way. While a batch is being committed, nothing is read from the socket. All on
 * the event loop of its connection, but for the reading of lines.
 */
final class RunningImport {

  private static final Duration WAIT = Duration.ofSeconds(30);

  /** Of a batch that meets a backlog that is full. */
  private static final int ATTEMPTS = 100;

  private final RoutingContext routing;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Problems problems;
  private final RunImport.Begun begun;
  private final boolean skip;
  private final GatheredLines lines;
  private final ImportProgress progress;
  private boolean busy;
  private boolean ended;
  private boolean over;

  RunningImport(
      RoutingContext routing, RunImport.Begun begun, long from, boolean skip, Problems problems) {
    this.routing = routing;
    this.request = routing.request();
    this.response = routing.response();
    this.context = routing.vertx().getOrCreateContext();
    this.problems = problems;
    this.begun = begun;
    this.skip = skip;
    this.progress = new ImportProgress(begun.status());
    this.lines =
        new GatheredLines(ImportDecoder.MOST_LINE_BYTES, begun.status().committedLines() - from);
  }

  void begin() {
    response.setChunked(true).putHeader("Content-Type", Ndjson.MEDIA_TYPE);
    request.handler(this::part).endHandler(nothing -> end()).exceptionHandler(cut -> over = true);
    Streamed.expected(routing);
    request.resume();
  }

  private void part(Buffer part) {
    if (!over) {
      lines.add(part);
      goOn();
    }
  }

  private void end() {
    ended = true;
    lines.end();
    goOn();
  }

  private void goOn() {
    if (busy || over) {
      return;
    }
    if (lines.isFull() || (ended && !lines.isEmpty())) {
      busy = true;
      request.pause();
      read(lines.take());
    } else if (ended) {
      over = true;
      response.end(Buffer.buffer(progress.line(lines.read(), true)));
    } else {
      request.resume();
    }
  }

  private void read(List<byte[]> batch) {
    long from = progress.committedLines();
    routing
        .vertx()
        .executeBlocking(() -> ReadLines.of(batch, from, skip), false)
        .onSuccess(read -> commit(read, ATTEMPTS))
        .onFailure(error -> stop(error, null));
  }

  private void commit(ReadLines read, int attempts) {
    begun
        .commit(read.batch(), WAIT)
        .whenComplete(
            (counts, error) ->
                context.runOnContext(
                    nothing -> {
                      Duration after = error == null ? null : comeBack(error, attempts);
                      if (after != null) {
                        long wait = after.toMillis();
                        routing.vertx().setTimer(wait, timer -> commit(read, attempts - 1));
                      } else if (error != null) {
                        stop(error, null);
                      } else {
                        progress.committed(read.batch(), counts);
                        committed(read);
                      }
                    }));
  }

  /** How long to wait where nothing was taken; null if it is not to be tried again. */
  private static @Nullable Duration comeBack(Throwable error, int attempts) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof Failure.RetryLater later
            && later.code() == Code.OVERLOADED
            && attempts > 1
        ? later.after()
        : null;
  }

  private void committed(ReadLines read) {
    if (read.error() != null) {
      stop(read.error(), read.line());
      return;
    }
    busy = false;
    // A caller who reads only when everything is sent must not be waited for.
    if (!over && !response.closed() && !response.writeQueueFull()) {
      response.write(Buffer.buffer(progress.line(lines.read(), false)));
    }
    goOn();
  }

  /** What is committed stays; what else comes is read and forgotten. */
  private void stop(Throwable error, @Nullable Long line) {
    over = true;
    if (!response.closed() && !response.ended()) {
      byte[] last =
          ImportEncoder.stopped(progress.status(), lines.read(), problems.of(error), line);
      response.end(Buffer.buffer(last));
      Streamed.forgetRest(request);
    }
  }
}
