package dev.holdfast.core.groupcommit;

/**
 * Rows and bytes that wait for a commit or are on their way, over all lanes.
 *
 * <p>Over the high water mark everybody is refused until it has fallen under the low one (half), so
 * that callers are not let in one by one into a queue that stays full.
 */
final class Backlog {

  private final int highRows;
  private final long highBytes;
  private long rows;
  private long bytes;
  private boolean shedding;

  Backlog(int highRows, long highBytes) {
    this.highRows = highRows;
    this.highBytes = highBytes;
  }

  /** Takes the rows in, unless the mark would be passed. An empty backlog takes any operation. */
  synchronized boolean admit(int moreRows, long moreBytes) {
    boolean low = rows <= highRows / 2 && bytes <= highBytes / 2;
    boolean fits = rows == 0 || (rows + moreRows <= highRows && bytes + moreBytes <= highBytes);
    shedding = !fits || (shedding && !low);
    if (shedding) {
      return false;
    }
    rows += moreRows;
    bytes += moreBytes;
    return true;
  }

  synchronized void release(int lessRows, long lessBytes) {
    rows -= lessRows;
    bytes -= lessBytes;
  }

  synchronized long rows() {
    return rows;
  }

  synchronized long bytes() {
    return bytes;
  }
}
