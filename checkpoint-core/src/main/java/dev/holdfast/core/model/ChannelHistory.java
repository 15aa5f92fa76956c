package dev.holdfast.core.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one delta channel's value is rebuilt from.
 *
 * @param writes oldest checkpoint first, within one in order of {@code (task_path, task_id, idx)}
 * @param seed the stored value at the nearest ancestor that has one; null when the walk reached the
 *     root
 */
public record ChannelHistory(List<PendingWrite> writes, @Nullable Blob seed) {}
