package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.WritesPut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits a group where a row would replace another of the same group: Postgres refuses one key
 * twice in a statement, and each must have its own effect.
 */
final class Waves {

  private final List<List<Append>> waves = new ArrayList<>();
  private final Map<Object, Integer> next = new HashMap<>();
  private final Map<NamespaceKey, Integer> floors = new HashMap<>();

  private record SpecialKey(Object checkpoint, Object task, int index) {}

  private Waves() {}

  /**
   * The parts, to be appended one after the other; nearly always one. A call that holds a key twice
   * is split, too.
   */
  static List<List<Append>> of(List<Append> group) {
    var split = new Waves();
    group.forEach(append -> split.parts(append).forEach(split::add));
    return split.waves;
  }

  private List<Append> parts(Append append) {
    if (!(append instanceof WritesPut call)
        || call.writes().stream().filter(write -> write.special()).count() < 2) {
      return List.of(append);
    }
    List<Append> parts = new ArrayList<>();
    call.writes()
        .forEach(
            write ->
                parts.add(
                    new WritesPut(call.key(), List.of(write), call.stamp(), call.incarnation())));
    return parts;
  }

  private void add(Append append) {
    List<Object> keys = keys(append);
    int floor = append instanceof CheckpointPut put ? floors.getOrDefault(put.key().place(), 0) : 0;
    int wave =
        Math.max(floor, keys.stream().mapToInt(key -> next.getOrDefault(key, 0)).max().orElse(0));
    keys.forEach(key -> next.put(key, wave + 1));
    if (append instanceof CheckpointPut put) {
      floors.put(put.key().place(), wave); // the checkpoints of a namespace stay in order
    }
    while (waves.size() <= wave) {
      waves.add(new ArrayList<>());
    }
    waves.get(wave).add(append);
  }

  private static List<Object> keys(Append append) {
    if (append instanceof CheckpointPut put) {
      return List.of(put.key());
    } else if (append instanceof WritesPut call) {
      return call.writes().stream()
          .filter(write -> write.special())
          .map(write -> (Object) new SpecialKey(call.key(), write.task(), write.index()))
          .toList();
    }
    return List.of();
  }
}
