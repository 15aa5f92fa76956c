package dev.holdfast.core.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive checkpoints of a history, newest id first.
 *
 * @param checkpoints the page
 * @param places for each of them, where its values stand in {@code values}
 * @param values the values of all of them, each once
 * @param next where the following page starts, null at the end
 */
public record HistoryPage(
    List<CheckpointRow> checkpoints,
    List<Map<ChannelName, Integer>> places,
    List<PageValue> values,
    @Nullable HistoryCursor next) {}
