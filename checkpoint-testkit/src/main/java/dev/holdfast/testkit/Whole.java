package dev.holdfast.testkit;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.reference.Splicing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers with every value whole, whether the store told it so or as a splice. */
public final class Whole {
  private static final ChannelName PAGE = new ChannelName("of a page");

  private Whole() {}

  /** A checkpoint as read. */
  public record Tuple(CheckpointRow row, Map<ChannelName, Blob> values, Set<ChannelName> known) {}

  /**
   * A page of history.
   *
   * @param checkpoints the page
   * @param values of each of them
   * @param distinct how many values the page holds
   * @param next where the following page starts
   */
  public record Page(
      List<CheckpointRow> checkpoints,
      List<Map<ChannelName, Blob>> values,
      int distinct,
      @Nullable HistoryCursor next) {}

  /**
   * Reads {@code tuple} as a caller does that holds {@code held} and said so.
   *
   * @param splices whether the caller asked for them; what comes unasked for is an error
   */
  public static Tuple of(CheckpointTuple tuple, Map<ChannelName, Held> held, boolean splices) {
    asked(splices, tuple.values().values().stream().anyMatch(SplicedValue.class::isInstance));
    Map<ChannelName, Blob> values = new HashMap<>();
    tuple
        .values()
        .forEach((channel, value) -> values.put(channel, whole(channel, value, held.get(channel))));
    return new Tuple(tuple.row(), values, tuple.known());
  }

  private static Blob whole(ChannelName channel, SentValue value, @Nullable Held held) {
    if (!(value instanceof SplicedValue spliced)) {
      return (Blob) value;
    }
    if (held == null || !spliced.base().equals(held.known())) {
      throw new AssertionError("the caller does not hold the base of " + channel);
    }
    return Splicing.apply(channel, held.blob().bytes(), spliced.splice());
  }

  /**
   * Reads {@code page} from its first value to its last.
   *
   * @param splices whether the caller asked for them; what comes unasked for is an error
   */
  public static Page of(HistoryPage page, boolean splices) {
    asked(splices, page.values().stream().anyMatch(PageValue.Spliced.class::isInstance));
    List<Blob> values = new ArrayList<>();
    for (PageValue value : page.values()) {
      values.add(
          value instanceof PageValue.Spliced spliced
              ? Splicing.apply(PAGE, values.get(spliced.base()).bytes(), spliced.splice())
              : ((PageValue.Whole) value).blob());
    }
    List<Map<ChannelName, Blob>> each = new ArrayList<>();
    for (Map<ChannelName, Integer> places : page.places()) {
      Map<ChannelName, Blob> own = new HashMap<>();
      places.forEach((channel, at) -> own.put(channel, values.get(at)));
      each.add(own);
    }
    return new Page(page.checkpoints(), each, values.size(), page.next());
  }

  private static void asked(boolean splices, boolean came) {
    if (came && !splices) {
      throw new AssertionError("a splice came that nobody asked for");
    }
  }
}
