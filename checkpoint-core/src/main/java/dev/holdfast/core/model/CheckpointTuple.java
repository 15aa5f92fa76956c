package dev.holdfast.core.model;

import java.util.Map;
import java.util.Set;

/**
 * A checkpoint as read, from one snapshot of the store.
 *
 * @param row the checkpoint and its pending writes
 * @param values the values of every channel that has one, but for {@code known}; a splice only if
 *     the reader asked for them
 * @param known channels left out because the caller holds the same bytes
 */
public record CheckpointTuple(
    CheckpointRow row, Map<ChannelName, SentValue> values, Set<ChannelName> known) {}
