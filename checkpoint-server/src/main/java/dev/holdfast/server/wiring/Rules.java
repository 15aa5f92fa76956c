package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.progress.CommitRules;
import dev.holdfast.core.progress.JudgedCommits;
import dev.holdfast.core.progress.RuleObserver;
import dev.holdfast.core.progress.RuleSignals;
import dev.holdfast.core.progress.ScanStopped;
import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.core.progress.StoppedThreads;
import dev.holdfast.postgres.progress.PgStoppedThreads;
import dev.holdfast.server.config.RulesConfig;
import dev.holdfast.server.config.TemporalConfig;
import dev.holdfast.server.wire.ProgressEncoder;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Rules of a running server: who is told when threads come to a state. */
@ApplicationScoped
public class Rules {

  private static final Logger LOG = Logger.getLogger(Rules.class);

  /** How long the outbox may take; a scan that fails is done again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RulesConfig config;
  private final TemporalConfig temporal;
  private final Holdfast holdfast;
  private final Signals signals;
  private final RuleObserver metrics;
  private final RuleSignals made = new RuleSignals(ProgressEncoder::reference);
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile @Nullable Repeating scan;

  /** Rules that nobody follows yet. */
  public Rules(
      RulesConfig config,
      TemporalConfig temporal,
      Holdfast holdfast,
      Signals signals,
      RuleObserver metrics) {
    this.config = config;
    this.temporal = temporal;
    this.holdfast = holdfast;
    this.signals = signals;
    this.metrics = metrics;
  }

  /** Throws {@link IllegalArgumentException} for people if a rule cannot be followed. */
  public void check() {
    SignalRules.of(config, temporal);
  }

  /**
   * What is said when a write makes a thread ask, or finished; costs nothing without such rules.
   */
  public CommitRules ofCommits() {
    List<SignalRule> ofWrites =
        SignalRules.of(config, temporal).stream()
            .filter(rule -> rule.when() != SignalRule.When.STRANDED)
            .toList();
    return ofWrites.isEmpty()
        ? CommitRules.NONE
        : new JudgedCommits(ofWrites, made, signals::linger, metrics);
  }

  /** Begins to look for threads that do not move, if a rule is about them; forgets other rules. */
  public void open(Pool pool) {
    List<SignalRule> stranded =
        SignalRules.of(config, temporal).stream()
            .filter(rule -> rule.when() == SignalRule.When.STRANDED)
            .toList();
    StoppedThreads stopped = new PgStoppedThreads(pool);
    List<String> names = stranded.stream().map(SignalRule::name).toList();
    var scanning =
        new ScanStopped(
            stopped, holdfast.heads(), made, found -> signals.accept(found, PATIENCE), metrics);
    var known = new AtomicBoolean();
    scan =
        new Repeating(
            () ->
                known.get()
                    ? scan(scanning, stranded, 0, false).whenComplete(this::scanned)
                    : stopped
                        .rules(names)
                        .thenApply(
                            begun -> {
                              known.set(true);
                              return !names.isEmpty();
                            }));
  }

  /** One rule after the other: together they take the connections of one. */
  private static CompletionStage<Boolean> scan(
      ScanStopped scanning, List<SignalRule> rules, int place, boolean more) {
    return place == rules.size()
        ? CompletableFuture.completedFuture(more)
        : scanning
            .run(rules.get(place))
            .thenCompose(again -> scan(scanning, rules, place + 1, more || again));
  }

  /** The first of several failures is told; what was put off is found by the next scan. */
  private void scanned(@Nullable Boolean more, @Nullable Throwable error) {
    if (failing.getAndSet(error != null) || error == null) {
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    Code code = cause instanceof Failure failure ? failure.code() : Code.INTERNAL;
    LOG.warnf("Threads that do not move are looked for later (%s)", code.text());
  }

  /** Looks for threads that do not move, unless somebody here is at it. */
  public void scan() {
    Repeating now = scan;
    if (now != null) {
      now.ask();
    }
  }

  /** Begins no other scan; completes when the one under way is over. */
  public CompletionStage<Void> stop() {
    Repeating now = scan;
    return now == null ? CompletableFuture.completedFuture(null) : now.stop();
  }
}
