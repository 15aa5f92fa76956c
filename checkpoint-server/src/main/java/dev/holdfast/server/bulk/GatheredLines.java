package dev.holdfast.server.bulk;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Lines of a body on its way, gathered until there are enough for a commit. Holds no more than a
 * batch, a line and a part.
 */
final class GatheredLines {

  /** Stands for a line that is longer than a line may be. */
  static final byte[] TOO_LONG = new byte[0];

  private static final int BATCH_LINES = 500;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final byte END = '\n';

  private final int mostBytes;
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private Buffer rest = Buffer.buffer();
  private boolean tooLong;
  private long bytes;
  private long toSkip;
  private long read;

  /** The first {@code toSkip} lines are read and forgotten. */
  GatheredLines(int mostBytes, long toSkip) {
    this.mostBytes = mostBytes;
    this.toSkip = toSkip;
  }

  /** Takes a part of the body in. */
  void add(Buffer part) {
    int begun = 0;
    for (int i = 0; i < part.length(); i++) {
      if (part.getByte(i) == END) {
        append(part, begun, i);
        endLine();
        begun = i + 1;
      }
    }
    append(part, begun, part.length());
  }

  private void append(Buffer part, int from, int to) {
    tooLong |= rest.length() + to - from > mostBytes;
    if (tooLong) {
      rest = Buffer.buffer();
    } else {
      rest.appendBuffer(part, from, to - from);
    }
  }

  private void endLine() {
    read++;
    if (toSkip > 0) {
      toSkip--;
    } else {
      lines.add(tooLong ? TOO_LONG : rest.getBytes());
      bytes += rest.length();
    }
    rest = Buffer.buffer();
    tooLong = false;
  }

  /** The body is over; a last line needs no end. */
  void end() {
    if (rest.length() > 0 || tooLong) {
      endLine();
    }
  }

  /** Whether there is enough for a commit. */
  boolean isFull() {
    return lines.size() >= BATCH_LINES || bytes >= BATCH_BYTES;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Lines that have come so far, skipped ones too. */
  long read() {
    return read;
  }

  /** The lines of a commit, in order: one at least, and no more than are enough. */
  List<byte[]> take() {
    List<byte[]> batch = new ArrayList<>();
    long taken = 0;
    while (!lines.isEmpty() && batch.size() < BATCH_LINES && taken < BATCH_BYTES) {
      byte[] line = lines.remove();
      taken += line.length;
      batch.add(line);
    }
    bytes -= taken;
    return batch;
  }
}
