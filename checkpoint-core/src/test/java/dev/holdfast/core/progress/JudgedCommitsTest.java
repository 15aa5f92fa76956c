package dev.holdfast.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.progress.SignalRule.When;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.SignalPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JudgedCommitsTest {

  private static final String ASKED = "__interrupt__";

  private final List<Reference> told = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  private final RuleObserver observer =
      new RuleObserver() {
        @Override
        public void signalled(SignalRule rule) {
          heard.add("signalled " + rule.name());
        }

        @Override
        public void skipped(SignalRule rule) {
          heard.add("skipped " + rule.name());
        }

        @Override
        public void scanned(SignalRule rule, Duration lag) {
          heard.add("scanned");
        }
      };

  private static SignalRule rule(String name, When when, String prefix, String workflow) {
    return new SignalRule(
        name, when, Duration.ZERO, prefix, "default", workflow, "s", SignalPriority.HIGH, null);
  }

  private List<AttachedSignal> of(Append append, SignalRule... rules) {
    var signals =
        new RuleSignals(
            reference -> {
              told.add(reference);
              return new SignalPayload(Map.of(), Bytes.utf8("reference"));
            });
    return new JudgedCommits(
            List.of(rules), signals, priority -> Duration.ofMillis(priority.level()), observer)
        .of(append);
  }

  private List<AttachedSignal> of(Append append) {
    return of(
        append,
        rule("asks", When.INTERRUPTED, "", "w-{thread_id}"),
        rule("done", When.FINISHED, "", "w-{thread_id}"));
  }

  private String key(Append append) {
    return Objects.requireNonNull(of(append).get(0).signal().idempotencyKey());
  }

  private static WritesPut asks(String task, String question) {
    return Appends.writes("", Appends.write(task, PendingWrite.INTERRUPT, ASKED, question));
  }

  @Test
  void aTaskThatAsksIsToldOfWithAReferenceOnly() {
    AttachedSignal attached = of(asks("a", "secret")).get(0);

    Signal signal = attached.signal();
    assertThat(signal.workflow().workflowId()).isEqualTo("w-t");
    assertThat(signal.name()).isEqualTo("s");
    assertThat(signal.priority()).isEqualTo(SignalPriority.HIGH);
    assertThat(signal.arguments())
        .extracting(SignalPayload::data)
        .containsExactly(Bytes.utf8("reference"));
    assertThat(attached.firstWins()).isTrue();
    assertThat(attached.linger()).isEqualTo(Duration.ofMillis(1));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).progress()).isEqualTo(Progress.INTERRUPTED);
    assertThat(told.get(0).task()).isEqualTo(Appends.task("a"));
    assertThat(told.get(0).key()).isEqualTo(Appends.key(""));
    assertThat(heard).containsExactly("signalled asks");
  }

  @Test
  void otherWritesTellNothing() {
    assertThat(of(Appends.writes("", Appends.write("a", -4, "__resume__", "x")))).isEmpty();
    assertThat(of(Appends.writes("", Appends.write("a", 0, ASKED, "x")))).isEmpty();
    assertThat(of(Appends.writes(""))).isEmpty();
  }

  @Test
  void aSubgraphTellsNothingSinceTheRootAsksToo() {
    assertThat(of(Appends.writes("sub:1", Appends.write("a", PendingWrite.INTERRUPT, ASKED, "x"))))
        .isEmpty();
    assertThat(of(Appends.put("sub:1", "loop").empty("__start__").build())).isEmpty();
  }

  @Test
  void eachTaskThatAsksIsToldOf() {
    WritesPut both =
        Appends.writes(
            "",
            Appends.write("a", PendingWrite.INTERRUPT, ASKED, "x"),
            Appends.write("b", PendingWrite.INTERRUPT, ASKED, "x"));

    assertThat(of(both))
        .extracting(one -> one.signal().idempotencyKey())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  /** A server of another build knows it, too. */
  @Test
  void aKeyIsWhatItAlwaysWas() {
    WritesPut writes =
        Appends.writes(
            "",
            Appends.write("a", -4, "__resume__", "ä"),
            Appends.write("a", PendingWrite.INTERRUPT, ASKED, "x"));

    assertThat(key(writes))
        .isEqualTo("rule:asks:73306e369f003acfd0ea0f68f1147f5568b31b9b028e8fe50971074fdf399c64");
  }

  @Test
  void theSameQuestionHasTheSameKeyAndAnotherOneAnother() {
    String key = key(asks("a", "x"));

    assertThat(key).startsWith("rule:asks:").hasSizeLessThanOrEqualTo(255);
    assertThat(key(asks("a", "x"))).isEqualTo(key);
    assertThat(key(asks("a", "y"))).isNotEqualTo(key);
    assertThat(key(asks("b", "x"))).isNotEqualTo(key);
    assertThat(
            key(
                Appends.writes(
                    "",
                    Appends.write("a", -4, "__resume__", "answer"),
                    Appends.write("a", PendingWrite.INTERRUPT, ASKED, "x"))))
        .isNotEqualTo(key);
    assertThat(
            key(
                Appends.writes(
                    "",
                    Appends.write("b", -4, "__resume__", "answer"),
                    Appends.write("a", PendingWrite.INTERRUPT, ASKED, "x"))))
        .isEqualTo(key);
  }

  @Test
  void aThreadThatIsFinishedIsToldOf() {
    for (String source : List.of("loop", "update")) {
      assertThat(of(Appends.put("", source).empty("__start__").valued("said").build())).hasSize(1);
    }
    assertThat(told.get(0).progress()).isEqualTo(Progress.FINISHED);
    assertThat(told.get(0).task()).isNull();
  }

  @Test
  void whatIsNotFinishedIsNotToldOf() {
    assertThat(of(Appends.put("", "loop").valued("branch:to:a").build())).isEmpty();
    assertThat(of(Appends.put("", "loop").valued("said").build())).isEmpty();
    assertThat(of(Appends.put("", "input").empty("__start__").build())).isEmpty();
    assertThat(of(Appends.put("", "fork").empty("__start__").build())).isEmpty();
    assertThat(of(Appends.put("", null).empty("__start__").build())).isEmpty();
  }

  @Test
  void sendsOfAnEarlierStepAreUsedUpAndThoseOfThisOneAreNot() {
    var put = Appends.put("", "loop").empty("__start__").valued("__pregel_tasks");
    assertThat(of(put.build())).hasSize(1);
    put.value("__pregel_tasks", new Blob("msgpack", Bytes.owned(new byte[30])));
    assertThat(of(put.build())).isEmpty();
    put.value("__pregel_tasks", new Blob("msgpack", Bytes.owned(new byte[1])));
    assertThat(of(put.build())).hasSize(1);
    put.value("__pregel_tasks", Appends.splice());
    assertThat(of(put.build())).isEmpty();
  }

  @Test
  void onlyThreadsOfARuleAreToldOf() {
    assertThat(of(asks("a", "x"), rule("r", When.INTERRUPTED, "t", "w"))).hasSize(1);
    assertThat(of(asks("a", "x"), rule("r", When.INTERRUPTED, "u", "w"))).isEmpty();
    assertThat(of(asks("a", "x"), rule("r", When.STRANDED, "", "w"))).isEmpty();
  }

  @Test
  void whomTemporalCannotNameIsSkipped() {
    String long1000 = "w".repeat(999) + "{thread_id}";

    assertThat(of(asks("a", "x"), rule("r", When.INTERRUPTED, "", long1000))).hasSize(1);
    assertThat(of(asks("a", "x"), rule("r", When.INTERRUPTED, "", "w" + long1000))).isEmpty();
    assertThat(heard).containsExactly("signalled r", "skipped r");
  }
}
