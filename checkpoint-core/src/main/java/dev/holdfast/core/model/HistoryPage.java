package dev.holdfast.core.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive checkpoints of a history, newest id first.
 *
 * @param checkpoints the page
 * @param values the values of all of them, each once
 * @param next where the following page starts, null at the end
 */
public record HistoryPage(
    List<CheckpointRow> checkpoints, Map<ValueKey, Blob> values, @Nullable HistoryCursor next) {}
