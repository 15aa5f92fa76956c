package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.model.WritesPut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a {@code put_writes}. */
final class WritesDecoder {

  /** LangGraph's {@code WRITES_IDX_MAP}. */
  private static final Map<String, Integer> RESERVED =
      Map.of("__error__", -1, "__scheduled__", -2, "__interrupt__", -3, "__resume__", -4);

  private static final int LEAST_INDEX = -1000;

  private final Node node;
  private final Limits limits;

  WritesDecoder(Node node) {
    this.node = node;
    this.limits = node.limits();
  }

  WritesPut writes(CheckpointKey key, @Nullable Stamp stamp, @Nullable Incarnation incarnation) {
    TaskId task = new TaskId(node.id("task_id"));
    String path = node.path("task_path");
    node.required("writes");
    List<?> sent = node.list("writes", "writes", limits.writes());
    List<PendingWrite> writes = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      Node write = Node.of(sent.get(i), node.at("writes") + "/" + i, limits);
      String channel = write.id("channel");
      int otherwise = RESERVED.getOrDefault(channel, i);
      int index = (int) write.integer("idx", LEAST_INDEX, Integer.MAX_VALUE, otherwise);
      writes.add(
          new PendingWrite(task, path, index, new ChannelName(channel), Values.blob(write, false)));
      write.end();
    }
    return new WritesPut(key, writes, stamp, incarnation);
  }
}
