package dev.holdfast.postgres.read;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.sharing.Layout;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the ancestors of a checkpoint, nearest first, for each channel back to the nearest stored
 * value; what it collects goes out oldest first.
 */
final class DeltaWalk {

  private record Seed(long incarnation, Layout layout) {}

  private final Assembly assembly;
  private final List<ChannelName> channels;
  private final Set<ChannelName> wanted;
  private final Map<ChannelName, List<List<PendingWrite>>> writes = new LinkedHashMap<>();
  private final Map<ChannelName, Seed> seeds = new LinkedHashMap<>();
  private final Set<CheckpointId> visited = new HashSet<>();

  DeltaWalk(Assembly assembly, List<ChannelName> channels) {
    this.assembly = assembly;
    this.channels = channels;
    this.wanted = new LinkedHashSet<>(channels);
  }

  /**
   * Goes along some ancestors.
   *
   * @param line the target, or where the last walk ended, and its ancestors
   * @return where to go on, null at the end
   */
  @Nullable CheckpointId along(List<Found> line) {
    CheckpointId last = null;
    line.stream().limit(1).forEach(found -> visited.add(found.key().id()));
    for (Found ancestor : line.stream().skip(1).toList()) {
      if (wanted.isEmpty() || !visited.add(ancestor.key().id())) {
        return null; // all is found, or the parent links run in a circle
      }
      visit(ancestor);
      last = ancestor.key().id();
    }
    return wanted.isEmpty() ? null : last;
  }

  private void visit(Found ancestor) {
    List<PendingWrite> pending = ancestor.pending();
    Map<ChannelName, Layout> layouts = assembly.layouts(ancestor);
    for (ChannelName channel : List.copyOf(wanted)) {
      writes
          .computeIfAbsent(channel, added -> new ArrayList<>())
          .add(pending.stream().filter(write -> write.channel().equals(channel)).toList());
      Layout layout = layouts.get(channel);
      if (layout != null) {
        seeds.put(channel, new Seed(ancestor.incarnation(), layout));
        wanted.remove(channel);
      }
    }
  }

  Future<Map<ChannelName, ChannelHistory>> histories() {
    if (seeds.isEmpty()) {
      return Future.succeededFuture(answer());
    }
    Seed any = seeds.values().iterator().next();
    return assembly
        .bytes(any.incarnation, seeds.values().stream().map(Seed::layout).toList())
        .map(here -> answer());
  }

  private Map<ChannelName, ChannelHistory> answer() {
    Map<ChannelName, ChannelHistory> histories = new LinkedHashMap<>();
    for (ChannelName channel : channels) {
      List<List<PendingWrite>> nearestFirst = writes.getOrDefault(channel, List.of());
      List<PendingWrite> oldestFirst = new ArrayList<>();
      for (int i = nearestFirst.size() - 1; i >= 0; i--) {
        oldestFirst.addAll(nearestFirst.get(i));
      }
      Seed seed = seeds.get(channel);
      histories.put(
          channel,
          new ChannelHistory(
              oldestFirst, seed == null ? null : assembly.value(seed.incarnation, seed.layout)));
    }
    return histories;
  }
}
