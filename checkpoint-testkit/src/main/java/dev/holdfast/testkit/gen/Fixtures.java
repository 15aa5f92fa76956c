package dev.holdfast.testkit.gen;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.sharing.Checksums;
import java.util.List;

/** Short words for what tests say often. */
public final class Fixtures {
  /** The tenant of every fixture. */
  public static final TenantId TENANT = new TenantId("default");

  private Fixtures() {}

  /** A thread of {@link #TENANT}. */
  public static ThreadKey thread(String id) {
    return new ThreadKey(TENANT, new ThreadId(id));
  }

  /** The root namespace of a thread. */
  public static NamespaceKey root(String thread) {
    return place(thread, "");
  }

  /** A namespace of a thread. */
  public static NamespaceKey place(String thread, String namespace) {
    return new NamespaceKey(thread(thread), new CheckpointNamespace(namespace));
  }

  /** A checkpoint id. */
  public static CheckpointId id(String value) {
    return new CheckpointId(value);
  }

  /** A channel name. */
  public static ChannelName channel(String name) {
    return new ChannelName(name);
  }

  /** A version with a fraction, {@code text} being its canonical form. */
  public static ChannelVersion floating(String text) {
    return new ChannelVersion(ChannelVersion.Kind.FLOAT, text);
  }

  /** A value whose bytes are the UTF-8 of {@code text}. */
  public static Blob blob(String text) {
    return new Blob("msgpack", Bytes.utf8(text));
  }

  /** A value of {@code size} bytes. */
  public static Blob sized(int size) {
    return new Blob("msgpack", Bytes.owned(new byte[size]));
  }

  /** A range of a base. */
  public static Splice.Part kept(int offset, int length) {
    return new Splice.Kept(offset, length);
  }

  /** New bytes, the UTF-8 of {@code text}. */
  public static Splice.Part fresh(String text) {
    return new Splice.Fresh(Bytes.utf8(text));
  }

  /** A splice that says that it makes {@code result}. */
  public static Splice splice(Blob result, List<Splice.Part> parts) {
    return new Splice(result.codec(), parts, result.length(), Checksums.of(result.bytes()));
  }

  /** A pending write without a path. */
  public static PendingWrite write(String task, int index, String channel, String text) {
    return write("", task, index, channel, text);
  }

  /** A pending write. */
  public static PendingWrite write(
      String path, String task, int index, String channel, String text) {
    return new PendingWrite(new TaskId(task), path, index, channel(channel), blob(text));
  }

  /** Begins a put into a namespace. */
  public static PutBuilder put(NamespaceKey place, String id) {
    return new PutBuilder(new CheckpointKey(place, id(id)));
  }

  /** Begins the writes of a checkpoint. */
  public static WritesBuilder writes(NamespaceKey place, String id) {
    return new WritesBuilder(new CheckpointKey(place, id(id)));
  }

  /** Begins a query for all checkpoints of {@link #TENANT}. */
  public static QueryBuilder history() {
    return new QueryBuilder();
  }
}
