package dev.holdfast.core.progress;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether the value of a channel that collects stands for tasks that are to run: told by its length
 * as LangGraph's serializer makes it, never by decoding it. Of any other codec it is unknown.
 *
 * <p>Sends are a list: one byte if it is empty. A join is the set of the nodes that have come; it
 * has its full length when all have that its name lists, {@code join:a+b:c}.
 */
final class CollectedTasks {

  private static final String SENDS = "__pregel_tasks";
  private static final String JOIN = "join:";
  private static final String CODEC = "msgpack";

  private static final byte PAIR = (byte) 0x92;
  private static final int FIXED_TEXT = 31;
  private static final int FIXED_LIST = 15;
  private static final int SHORT = 255;

  /** A list of three, and the names {@code builtins} and {@code set}. */
  private static final int SET = 1 + 9 + 4;

  private CollectedTasks() {}

  static boolean names(String channel) {
    return channel.equals(SENDS) || channel.startsWith(JOIN);
  }

  /** Pending, finished or unknown; {@code value} null: it was looked at before, and is used up. */
  static Progress of(ChannelName channel, @Nullable Blob value) {
    if (value == null) {
      return Progress.FINISHED;
    }
    if (!value.codec().equals(CODEC)) {
      return Progress.UNKNOWN;
    }
    boolean full =
        channel.value().equals(SENDS)
            ? value.length() > 1
            : joined(value.bytes()) == full(channel.value());
    return full ? Progress.PENDING : Progress.FINISHED;
  }

  /** A join that is left to the end is a pair of the set and a flag of one byte. */
  private static int joined(Bytes value) {
    boolean deferred = value.length() > 0 && value.array()[0] == PAIR;
    return deferred ? value.length() - 2 : value.length();
  }

  /** How long the set is with all nodes of the join's name. */
  private static int full(String join) {
    int end = join.lastIndexOf(':');
    String[] nodes = join.substring(JOIN.length(), Math.max(JOIN.length(), end)).split("\\+", -1);
    int body = SET + (nodes.length <= FIXED_LIST ? 1 : 3);
    for (String node : nodes) {
      body += text(node.getBytes(StandardCharsets.UTF_8).length);
    }
    return body + (body <= SHORT ? 3 : 4);
  }

  private static int text(int length) {
    if (length <= FIXED_TEXT) {
      return 1 + length;
    }
    return (length <= SHORT ? 2 : 3) + length;
  }
}
