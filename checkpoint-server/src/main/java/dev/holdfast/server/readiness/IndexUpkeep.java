package dev.holdfast.server.readiness;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.http.Tenants;
import dev.holdfast.server.wiring.IndexParts;
import dev.holdfast.server.wiring.StoreIndexing;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the index of the store, defines it where the server embeds, and looks after it. */
@ApplicationScoped
public class IndexUpkeep {

  private static final Logger LOG = Logger.getLogger(IndexUpkeep.class);
  private static final int WORK_EVERY_MS = 1000;
  private static final int LOOK_EVERY_MS = 60_000;
  private static final int LOOK_LIMIT_SECONDS = 2;

  private final StoreIndexing indexing;
  private volatile @Nullable IndexParts parts;
  private volatile State state = State.UNKNOWN;

  /** Whether the index is the one that the server is configured for. */
  enum State {
    /** It has not been asked yet. */
    UNKNOWN,
    /** The server does not embed. */
    NOT_CONFIGURED,
    /** It is. */
    AS_CONFIGURED,
    /** It is another one. */
    MISMATCH
  }

  IndexUpkeep(StoreIndexing indexing) {
    this.indexing = indexing;
  }

  /** Opens what the server embeds with. */
  void openModel() {
    try {
      indexing.openModel();
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** The index in a database; what its search is like is known then, or soon. */
  IndexParts open(Database database) {
    IndexParts opened = indexing.open(database.pool(), database.patient());
    try {
      opened.vectors().look().toCompletableFuture().get(LOOK_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("pgvector is looked for later", e); // or its indexes are being built
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts = opened;
    return opened;
  }

  /** For people: how the store is searched. */
  String description() {
    IndexParts opened = parts;
    String mode =
        opened == null ? "unknown" : opened.mode() + " (" + opened.vectors().reason() + ")";
    return indexing.provider().equals("none")
        ? mode + "; clients embed"
        : mode + "; the server embeds with " + indexing.provider();
  }

  /** Who embeds. */
  String provider() {
    return indexing.provider();
  }

  State state() {
    return state;
  }

  /** Begins to look after it. */
  void begin(Vertx vertx) {
    look();
    vertx.setPeriodic(WORK_EVERY_MS, timer -> work());
    vertx.setPeriodic(LOOK_EVERY_MS, timer -> look());
  }

  private void work() {
    IndexParts opened = parts;
    if (opened != null) {
      opened.workOnQueue();
      opened.workOnJobs();
      opened.measure();
    }
  }

  /** Looks now; otherwise it is looked every minute. */
  void look() {
    IndexParts opened = parts;
    if (opened == null) {
      return;
    }
    opened.look();
    opened.scheduleChecks().exceptionally(IndexUpkeep::putOff);
    indexing
        .define(opened, Tenants.DEFAULT)
        .whenComplete(
            (defined, error) ->
                found(
                    error == null
                        ? indexing.provider().equals("none")
                            ? State.NOT_CONFIGURED
                            : State.AS_CONFIGURED
                        : code(error) == Code.INDEX_MISMATCH ? State.MISMATCH : state,
                    error));
  }

  private static Code code(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof Failure failure ? failure.code() : Code.INTERNAL;
  }

  private void found(State now, @Nullable Throwable error) {
    if (now == State.MISMATCH && state != now) {
      LOG.warn(
          "The store has another index than this server is configured for; where its model differs,"
              + " what has to be embedded is refused (index-mismatch). POST /v1/store/index/rebuild"
              + " makes the configured one; or set HOLDFAST_STORE_EMBEDDING_… and"
              + " HOLDFAST_STORE_INDEX_… as they were");
    } else if (error != null && now != State.MISMATCH) {
      LOG.warnf("The index of the store could not be defined (%s)", code(error).text());
    }
    state = now;
  }

  private static Integer putOff(Throwable error) {
    LOG.debug("Checks put off", error);
    return 0;
  }

  void close() {
    try {
      indexing.close();
    } catch (Exception e) {
      LOG.debug("The model was not closed", e);
    }
  }
}
