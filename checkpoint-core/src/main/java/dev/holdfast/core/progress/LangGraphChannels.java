package dev.holdfast.core.progress;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The channels by which LangGraph starts tasks: the only names that progress is judged by. They are
 * not documented upstream; a suite compares what is judged with what LangGraph says of real graphs.
 *
 * <p>{@code __start__} and {@code branch:to:*} have a value exactly while a task is to run. {@code
 * __pregel_tasks} (sends) and {@code join:*} (several edges into one node) always have one once
 * they were used, which is empty when nothing is to run.
 */
public final class LangGraphChannels {

  private static final String START = "__start__";
  private static final String BRANCH = "branch:to:";

  private LangGraphChannels() {}

  /** Whether it always has a value, so that only the value tells whether tasks are to run. */
  public static boolean collects(ChannelName channel) {
    return CollectedTasks.names(channel.value());
  }

  private static boolean triggers(ChannelName channel) {
    return channel.value().equals(START) || channel.value().startsWith(BRANCH);
  }

  /**
   * Judges a checkpoint by its channels; knows nothing of interrupts.
   *
   * @param channels every channel
   * @param empty those without a value
   * @param collected values of those that {@link #collects}; null: as it was, and looked at before
   */
  static Progress progress(
      Set<ChannelName> channels,
      Set<ChannelName> empty,
      Function<ChannelName, @Nullable Blob> collected) {
    var known = false;
    var unclear = false;
    for (ChannelName channel : channels) {
      boolean collects = collects(channel);
      if (!collects && !triggers(channel)) {
        continue;
      }
      known = true;
      if (empty.contains(channel)) {
        continue;
      }
      Progress of =
          collects ? CollectedTasks.of(channel, collected.apply(channel)) : Progress.PENDING;
      if (of == Progress.PENDING) {
        return Progress.PENDING;
      }
      unclear |= of == Progress.UNKNOWN;
    }
    return known && !unclear ? Progress.FINISHED : Progress.UNKNOWN;
  }
}
