package dev.holdfast.server.bulk;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.wire.ExportEncoder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One export on its way: a page is asked for when the one before it has left. All on the event loop
 * of its connection.
 */
final class RunningExport {

  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final Context context;
  private final Problems problems;
  private final Turns.Turn turn;
  private long exported;

  RunningExport(RoutingContext routing, Problems problems, Turns.Turn turn) {
    this.routing = routing;
    this.response = routing.response();
    this.context = routing.vertx().getOrCreateContext();
    this.problems = problems;
    this.turn = turn;
  }

  /** What gives the page after an item. */
  interface Pages extends Function<@Nullable ItemKey, CompletionStage<List<ExportedItem>>> {}

  /** Begins after an item; null: at the first. */
  void begin(Pages pages, @Nullable ItemKey after) {
    routing.addEndHandler(ended -> turn.end());
    next(pages, after);
  }

  private void next(Pages pages, @Nullable ItemKey after) {
    if (response.closed()) {
      return;
    }
    pages
        .apply(after)
        .whenComplete(
            (page, error) ->
                context.runOnContext(
                    nothing -> {
                      if (error != null) {
                        fail(error);
                      } else if (page.isEmpty()) {
                        end(after);
                      } else {
                        send(pages, page);
                      }
                    }));
  }

  private void send(Pages pages, List<ExportedItem> page) {
    exported += page.size();
    ItemKey last = page.get(page.size() - 1).item().key();
    Future<Buffer> encoded = routing.vertx().executeBlocking(() -> lines(page), false);
    encoded
        .compose(lines -> begun().write(lines))
        .onSuccess(written -> whenWritable(() -> next(pages, last)))
        .onFailure(this::fail);
  }

  private static Buffer lines(List<ExportedItem> page) {
    Buffer lines = Buffer.buffer();
    page.forEach(item -> lines.appendBytes(ExportEncoder.item(item)));
    return lines;
  }

  private void whenWritable(Runnable go) {
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> go.run());
    } else {
      go.run();
    }
  }

  private HttpServerResponse begun() {
    if (!response.headWritten()) {
      response.setChunked(true).putHeader("Content-Type", Ndjson.MEDIA_TYPE);
    }
    return response;
  }

  private void end(@Nullable ItemKey last) {
    begun().end(Buffer.buffer(ExportEncoder.end(exported, last)));
  }

  /** What has been sent cannot be taken back; a last line says that it is not all. */
  private void fail(Throwable error) {
    turn.end();
    if (response.closed() || response.ended()) {
      return;
    }
    var problem = problems.of(error);
    if (response.headWritten()) {
      response.end(Buffer.buffer(ExportEncoder.failed(problem)));
    } else {
      ProblemAnswer.send(routing, problem);
    }
  }
}
