package dev.holdfast.server.support;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations of a batch. */
public final class Ops {

  private Ops() {}

  /** Any operation: names and values in turn. */
  public static Map<String, @Nullable Object> op(String kind, @Nullable Object... fields) {
    Map<String, @Nullable Object> operation = new LinkedHashMap<>();
    operation.put("op", kind);
    for (int i = 0; i < fields.length; i += 2) {
      operation.put(String.valueOf(fields[i]), fields[i + 1]);
    }
    return operation;
  }

  /** A checkpoint with one channel {@code messages}, whose version and value are its id. */
  public static Map<String, @Nullable Object> put(
      String thread, String id, @Nullable Object... more) {
    Map<String, @Nullable Object> put =
        op(
            "put",
            "thread_id",
            thread,
            "checkpoint_id",
            id,
            "channel_versions",
            Map.of("messages", id),
            "values",
            Map.of("messages", value("value of " + id)),
            "metadata",
            Map.of("source", "loop"),
            "skeleton",
            value("{}"));
    put.putAll(op("put", more));
    return put;
  }

  /** One write of task {@code task}. */
  public static Map<String, @Nullable Object> putWrites(
      String thread, String id, String task, String channel) {
    return op(
        "put_writes",
        "thread_id",
        thread,
        "checkpoint_id",
        id,
        "task_id",
        task,
        "task_path",
        "~path",
        "writes",
        List.of(Map.of("channel", channel, "type", "bytes", "bytes", utf8("written by " + task))));
  }

  /** Reads the latest checkpoint. */
  public static Map<String, @Nullable Object> getTuple(String thread) {
    return op("get_tuple", "thread_id", thread);
  }

  /** A value. */
  public static Map<String, Object> value(String text) {
    return Map.of("type", "msgpack", "bytes", utf8(text));
  }

  /** A value as a splice: parts are bytes or lists of offset and length. */
  public static Map<String, Object> splice(
      Object base, int length, byte[] checksum, Object... parts) {
    return Map.of(
        "type",
        "msgpack",
        "base",
        base,
        "parts",
        List.of(parts),
        "length",
        length,
        "checksum",
        checksum);
  }

  /** Bytes. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
