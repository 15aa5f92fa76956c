package dev.holdfast.core.progress;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.progress.SignalRule.When;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.SignalPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells workflows that a thread asks or is finished, in the commit that makes it so. */
public final class JudgedCommits implements CommitRules {

  /** Who put a checkpoint that a run, or somebody by hand, came to; a copy is neither. */
  private static final Set<String> SOURCES = Set.of("loop", "update");

  /** A value that travels as a splice is not looked at. */
  private static final Blob UNSEEN = new Blob("", Bytes.EMPTY);

  private final List<SignalRule> rules;
  private final RuleSignals signals;
  private final Function<SignalPriority, Duration> linger;
  private final RuleObserver observer;

  /**
   * Judges by these rules.
   *
   * @param linger how long others may join a signal of a priority
   */
  public JudgedCommits(
      List<SignalRule> rules,
      RuleSignals signals,
      Function<SignalPriority, Duration> linger,
      RuleObserver observer) {
    this.rules = List.copyOf(rules);
    this.signals = signals;
    this.linger = linger;
    this.observer = observer;
  }

  @Override
  public List<AttachedSignal> of(Append append) {
    if (!append.key().place().namespace().value().isEmpty()) {
      return List.of();
    }
    List<AttachedSignal> attached = new ArrayList<>();
    if (append instanceof WritesPut call) {
      asking(call).forEach(task -> tell(When.INTERRUPTED, call, task, attached));
    } else if (append instanceof CheckpointPut put && isFinished(put)) {
      tell(When.FINISHED, put, null, attached);
    }
    return attached;
  }

  private static Set<TaskId> asking(WritesPut call) {
    Set<TaskId> tasks = new LinkedHashSet<>();
    for (PendingWrite write : call.writes()) {
      if (write.index() == PendingWrite.INTERRUPT) {
        tasks.add(write.task());
      }
    }
    return tasks;
  }

  private static boolean isFinished(CheckpointPut put) {
    return put.metadata().entries().get("source") instanceof String source
        && SOURCES.contains(source)
        && LangGraphChannels.progress(
                put.versions().keySet(), put.empty(), channel -> sent(put, channel))
            == Progress.FINISHED;
  }

  /** What a step does not change, the step before has used up. */
  private static @Nullable Blob sent(CheckpointPut put, ChannelName channel) {
    SentValue value = put.values().get(channel);
    return value == null || value instanceof Blob ? (Blob) value : UNSEEN;
  }

  private void tell(
      When when, Append append, @Nullable TaskId task, List<AttachedSignal> attached) {
    for (SignalRule rule : rules) {
      if (rule.when() == when && rule.concerns(append.key().thread().thread())) {
        var progress = when == When.FINISHED ? Progress.FINISHED : Progress.INTERRUPTED;
        var reference = new Reference(rule, progress, append.key(), append.incarnation(), task);
        signals
            .of(reference, event(append, task))
            .ifPresentOrElse(
                signal -> {
                  attached.add(new AttachedSignal(signal, linger.apply(rule.priority()), true));
                  observer.signalled(rule);
                },
                () -> observer.skipped(rule));
      }
    }
  }

  /**
   * A task that asks again writes the answers that it had, or another question; one that only runs
   * again writes the same.
   */
  private static String event(Append append, @Nullable TaskId task) {
    var name = new EventName().text(append.key().thread().thread().value());
    name.text(append.key().id().value());
    if (task != null && append instanceof WritesPut call) {
      name.text(task.value());
      for (PendingWrite write : call.writes()) {
        if (write.task().equals(task) && write.index() <= PendingWrite.INTERRUPT) {
          name.text(write.channel().value()).bytes(write.blob().bytes().array());
        }
      }
    }
    return name.hex();
  }
}
