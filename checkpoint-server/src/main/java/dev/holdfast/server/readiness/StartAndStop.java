package dev.holdfast.server.readiness;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import dev.holdfast.server.wiring.Rules;
import dev.holdfast.server.wiring.Signals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the database and serves; at the end refuses, drains and closes, in that order. */
@ApplicationScoped
public class StartAndStop {

  private static final Logger LOG = Logger.getLogger(StartAndStop.class);
  private static final int DRAIN_LIMIT_SECONDS = 8;
  private static final int EXPIRE_EVERY_MS = 20;
  private static final int CONFLATE_EVERY_MS = 1000;
  private static final int SWEEP_EVERY_MS = 30_000;
  private static final int MEASURE_EVERY_MS = 2000;
  private static final int SCAN_EVERY_MS = 1000;
  private static final int REFUSED = 78;
  private static final int REHEARSAL_LIMIT_SECONDS = 5;
  private static final String ALL_THE_SAME = "the server serves all the same";

  private final HoldfastConfig config;
  private final Holdfast holdfast;
  private final Signals signals;
  private final Rules rules;
  private final Vertx vertx;
  private final Welcome welcome;
  private final Ids ids;
  private final IndexUpkeep indexes;
  private volatile @Nullable Database database;

  StartAndStop(
      HoldfastConfig config,
      Holdfast holdfast,
      Signals signals,
      Rules rules,
      Vertx vertx,
      Welcome welcome,
      Ids ids,
      IndexUpkeep indexes) {
    this.indexes = indexes;
    this.config = config;
    this.signals = signals;
    this.rules = rules;
    this.holdfast = holdfast;
    this.vertx = vertx;
    this.welcome = welcome;
    this.ids = ids;
  }

  void start(@Observes @Priority(1) StartupEvent event) {
    try {
      SafeSettings.check(config);
      checkRules();
      indexes.openModel();
      Database opened = Database.open(config, vertx);
      database = opened;
      rehearse(opened);
      holdfast.open(opened.pool(), indexes.open(opened), signals, rules.ofCommits());
      signals.open(opened.pool(), vertx);
      rules.open(opened.pool());
      welcome.dataIsIn(opened.description(), indexes.description());
    } catch (Refusal refusal) {
      refuse(refusal);
    }
    vertx.setPeriodic(EXPIRE_EVERY_MS, timer -> expire());
    vertx.setPeriodic(CONFLATE_EVERY_MS, timer -> holdfast.conflation().tick());
    vertx.setPeriodic(SWEEP_EVERY_MS, timer -> sweep());
    vertx.setPeriodic(MEASURE_EVERY_MS, timer -> signals.measure());
    vertx.setPeriodic(SCAN_EVERY_MS, timer -> rules.scan());
    indexes.begin(vertx);
  }

  private void checkRules() {
    try {
      rules.check();
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** A server that could not try itself serves all the same. */
  private void rehearse(Database opened) {
    try {
      holdfast
          .rehearse(
              opened.pool(), new TenantId("rehearsal-" + ids.correlationId()), signals.acceptance())
          .toCompletableFuture()
          .get(REHEARSAL_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException error) {
      LOG.warnf("The rehearsal takes more than %d s; %s", REHEARSAL_LIMIT_SECONDS, ALL_THE_SAME);
    } catch (ExecutionException | RuntimeException error) {
      LOG.warnf("The rehearsal failed (%s); %s", code(error).text(), ALL_THE_SAME);
      LOG.debug("The rehearsal failed", error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  private static Code code(Exception error) {
    return error.getCause() instanceof Failure failure ? failure.code() : Code.INTERNAL;
  }

  /**
   * Ends the process with one sentence instead of a stack trace: this is an answer to an operator,
   * not a fault.
   */
  private static void refuse(Refusal refusal) {
    System.err.println("holdfast does not start: " + refusal.getMessage());
    System.err.flush();
    Runtime.getRuntime().halt(REFUSED);
  }

  private void expire() {
    holdfast.expire();
    signals.expire();
  }

  private void sweep() {
    swept(holdfast.sweep().run());
    swept(holdfast.sweepItems());
    swept(signals.sweep());
  }

  private static void swept(CompletionStage<Long> rows) {
    rows.exceptionally(
        error -> {
          LOG.debug("Sweep put off", error);
          return 0L;
        });
  }

  /** The open database; empty before and after. */
  Optional<Database> database() {
    return Optional.ofNullable(database);
  }

  void stop(@Observes ShutdownEvent event) {
    try {
      holdfast
          .drain()
          .thenAcceptBoth(rules.stop(), (drained, stopped) -> {})
          .thenAcceptBoth(signals.drain(), (drained, settled) -> {})
          .toCompletableFuture()
          .get(DRAIN_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.warn("Not everything was settled in time; its callers were told nothing and may repeat");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  private void close() {
    indexes.close();
    Database opened = database;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      LOG.warn("The embedded Postgres did not stop cleanly; it recovers at the next start");
    }
  }
}
