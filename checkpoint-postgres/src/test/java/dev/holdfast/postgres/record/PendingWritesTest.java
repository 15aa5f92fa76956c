package dev.holdfast.postgres.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PendingWritesTest {
  private static final String ASTRAL = "\uD83D\uDE00";
  private static final String PRIVATE = "\uE000";

  private final List<StoredRecord> records = new ArrayList<>();

  @Test
  void writesAreOrderedByPathTaskAndIndex() {
    // Given
    record(1, null, write("b", "", 0, "4"), write("a", "x", 2, "5"), write("a", "", 1, "3"));
    record(2, null, write("a", "", -3, "1"), write("a", "", 0, "2"));

    // Then
    assertThat(texts()).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void textIsOrderedByCodePoints() {
    record(1, null, write(ASTRAL, "", 0, "2"), write(PRIVATE, "", 0, "1"));
    record(2, null, write("a", ASTRAL, 0, "4"), write("a", PRIVATE, 1, "3"));
    assertThat(texts()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void ofAnOrdinaryWriteTheFirstStays() {
    record(1, new Stamp(1, 1), write("a", "", 0, "first"));
    record(2, new Stamp(1, 2), write("a", "", 0, "second"));
    record(3, null, write("a", "", 0, "third"));
    assertThat(texts()).containsExactly("first");
  }

  @Test
  void aSpecialWriteIsReplaced() {
    record(1, null, write("a", "", -1, "first"));
    record(2, null, write("a", "path", -1, "second"));
    assertThat(texts()).containsExactly("second");
    assertThat(PendingWrites.of(records).get(0).taskPath()).isEqualTo("path");
  }

  @Test
  void aLateRepeatReplacesNothing() {
    record(1, new Stamp(1, 5), write("a", "", -1, "fifth"));
    record(2, new Stamp(1, 4), write("a", "", -1, "fourth"));
    assertThat(texts()).containsExactly("fifth");
  }

  @Test
  void theSameSequenceReplaces() {
    record(1, new Stamp(1, 5), write("a", "", -1, "one"), write("a", "", -1, "two"));
    assertThat(texts()).containsExactly("two");
    record(2, new Stamp(1, 5), write("a", "", -1, "three"));
    assertThat(texts()).containsExactly("three");
  }

  @Test
  void sequencesOfOtherSessionsAreNotCompared() {
    record(1, new Stamp(1, 5), write("a", "", -1, "first"));
    record(2, new Stamp(Long.MAX_VALUE, 1), write("a", "", -1, "second"));
    assertThat(texts()).containsExactly("second");
    record(3, null, write("a", "", -1, "third"));
    assertThat(texts()).containsExactly("third");
  }

  @Test
  void recordsCountInTheOrderOfTheirNumbers() {
    record(2, null, write("a", "", 0, "second"), write("a", "", -1, "new"));
    record(1, null, write("a", "", 0, "first"), write("a", "", -1, "old"));
    assertThat(texts()).containsExactly("new", "first");
  }

  @Test
  void anEmptyWriteIsOne() {
    record(1, null, write("a", "", 0, ""));
    assertThat(texts()).containsExactly("");
    assertThat(PendingWrites.bytes(records.get(0))).isZero();
  }

  @Test
  void theBytesOfWritesAreTheirSum() {
    record(1, null, write("a", "", 0, "four"), write("b", "", 0, "seven77"));
    assertThat(PendingWrites.bytes(records.get(0))).isEqualTo(11);
  }

  private static PendingWrite write(String task, String path, int index, String text) {
    var blob = new Blob("msgpack", Bytes.utf8(text));
    return new PendingWrite(new TaskId(task), path, index, new ChannelName("c"), blob);
  }

  /** Adds a record of a single call. */
  private void record(long number, @Nullable Stamp stamp, PendingWrite... writes) {
    var content = new Content(number);
    List<StoredWrite> stored = new ArrayList<>();
    for (PendingWrite write : writes) {
      Bytes bytes = write.blob().bytes();
      var blob = new StoredBlob("msgpack", bytes.length() == 0 ? null : content.add(bytes));
      stored.add(
          new StoredWrite(write.task(), write.taskPath(), write.index(), write.channel(), blob));
    }
    var head = new Head(null, List.of(new StoredCall(stamp, stored)));
    records.add(StoredRecord.of(content, head));
  }

  private List<String> texts() {
    return PendingWrites.of(records).stream()
        .map(write -> new String(write.blob().bytes().array(), StandardCharsets.UTF_8))
        .toList();
  }
}
