package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Requests as savers send them, for a server that tries itself. */
public final class SampleBatch {

  /** The thread that they are about. */
  public static final ThreadId THREAD = new ThreadId("rehearsal");

  /** The item of a store that they are about. */
  public static final ItemKey ITEM =
      new ItemKey(new StoreNamespace(List.of("rehearsal", "facts")), "fact");

  private static final int TURN = 400;

  private final byte[] talk;

  /** A conversation that grows to {@code length} bytes. */
  public SampleBatch(int length) {
    talk = new byte[length];
    for (int i = 0; i < length; i++) {
      talk[i] = (byte) ('a' + i * 31 % 23 + i / TURN % 3);
    }
  }

  /** The superstep {@code number}, from 1: writes, a checkpoint, and reads of it. */
  public byte[] superstep(Format format, int number) {
    return Out.bytes(
        format,
        out -> {
          out.object().field("session", 1).name("operations").startList();
          writes(out, number - 1);
          put(out, number);
          read(out, "get_tuple");
          read(out, "list");
          store(out, number);
          out.endList().end();
        });
  }

  /** A read of a thread. */
  public static byte[] read(Format format) {
    return Out.bytes(
        format,
        out -> {
          out.object().field("session", 1).name("operations").startList();
          read(out, "get_tuple");
          out.endList().end();
        });
  }

  private byte[] value(int number) {
    return Arrays.copyOf(talk, Math.min(talk.length, talk.length / 2 + number * TURN));
  }

  private static void begin(Out out, String op) throws IOException {
    out.object().field("op", op).field("thread_id", THREAD.value()).field("checkpoint_ns", "");
  }

  private void writes(Out out, int number) throws IOException {
    begin(out, "put_writes");
    out.field("checkpoint_id", id(number)).field("task_id", "task").field("sequence", number);
    out.name("writes").startList().object().field("channel", "messages").field("type", "msgpack");
    out.field("bytes", Arrays.copyOf(talk, TURN)).end().endList().end();
  }

  private void put(Out out, int number) throws IOException {
    begin(out, "put");
    out.field("checkpoint_id", id(number));
    out.field("parent_checkpoint_id", number == 1 ? null : id(number - 1));
    out.name("channel_versions").object().field("messages", id(number)).end();
    out.name("values").object().name("messages").object().field("type", "msgpack");
    if (number == 1) {
      out.field("bytes", value(number));
    } else {
      splice(out, number);
    }
    out.end().end();
    out.name("metadata").object().field("source", "loop").field("step", number).end();
    out.name("skeleton").object().field("type", "msgpack");
    out.field("bytes", Arrays.copyOf(talk, TURN)).end().field("sequence", number).end();
  }

  private void splice(Out out, int number) throws IOException {
    byte[] base = value(number - 1);
    byte[] value = value(number);
    out.name("base").object().field("version", id(number - 1));
    out.field("checksum", Checksums.of(Bytes.owned(base)).bytes()).end();
    var fresh = Bytes.owned(Arrays.copyOfRange(value, base.length, value.length));
    out.spliceFields(
        new Splice(
            "msgpack",
            List.of(new Splice.Kept(0, base.length), new Splice.Fresh(fresh)),
            value.length,
            Checksums.of(Bytes.owned(value))));
  }

  private static void read(Out out, String op) throws IOException {
    begin(out, op);
    if (op.equals("list")) {
      out.field("limit", 2);
    }
    out.field("splices", true).end();
  }

  /** Of everything that a store does one. */
  private static void store(Out out, int number) throws IOException {
    out.object().field("op", "store").name("parts").startList();
    item(out, "get").end();
    out.object().field("do", "search");
    out.name("namespace_prefix").plain(ITEM.namespace().labels());
    out.name("filter").plain(Map.of("step", Map.of("$gte", (long) number - 1))).end();
    out.object().field("do", "list_namespaces").field("max_depth", 1).end();
    item(out, "put").name("value").plain(Map.of("step", (long) number));
    out.field("ttl", 1 + number % 2).end();
    out.endList().end();
  }

  private static Out item(Out out, String kind) throws IOException {
    out.object().field("do", kind).field("key", ITEM.key());
    return out.name("namespace").plain(ITEM.namespace().labels());
  }

  private static String id(int number) {
    return "00000000-0000-6000-8000-%012d".formatted(number);
  }
}
