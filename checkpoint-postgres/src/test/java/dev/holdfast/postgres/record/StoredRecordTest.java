package dev.holdfast.postgres.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoredRecordTest {
  private static final int SEEDS = 300;

  @Test
  void whatIsPackedSaysAndHoldsTheSame() {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      byte[] bytes = new byte[seed * 11];
      new Random(seed).nextBytes(bytes);
      StoredRecord record = record(9, bytes, new Heads(seed, 9).head());

      // When
      StoredRecord read = StoredRecord.unpack(9, record.pack());

      // Then
      assertThat(read.number()).isEqualTo(9);
      assertThat(read.readHead()).as("seed %s", seed).isEqualTo(record.readHead());
      assertThat(content(read, bytes.length)).isEqualTo(bytes);
      assertThat(read.bytes()).isEqualTo(record.bytes());
    }
  }

  @Test
  void aCopyUnderAnotherNumberNamesItsNeighbours() {
    // Given
    var head = new Head(null, List.of(new StoredCall(null, List.of())));
    StoredState state = state(5, 3);

    // When
    StoredRecord copy =
        StoredRecord.unpack(105, record(5, new byte[10], new Head(state, head.calls())).pack());

    // Then
    assertThat(copy.readHead().state()).isEqualTo(state(105, 103));
  }

  @Test
  void anotherFormatIsNotRead() {
    byte[] pack = record(1, new byte[10], new Head(null, List.of())).pack();
    pack[0] = 9;
    assertThatIllegalArgumentException().isThrownBy(() -> StoredRecord.unpack(1, pack));
  }

  @Test
  void aRecordCountsAllThatItKeeps() {
    assertThat(record(1, new byte[5000], new Head(null, List.of())).bytes())
        .isBetween(5100L, 5200L);
  }

  static StoredRecord record(long number, byte[] bytes, Head head) {
    var content = new Content(number);
    Piece all = content.add(Bytes.owned(bytes));
    assertThat(all).isEqualTo(new Piece(number, 0, bytes.length));
    return StoredRecord.of(content, head);
  }

  private static byte[] content(StoredRecord record, int length) {
    byte[] bytes = new byte[length];
    record.copy(new Piece(record.number(), 0, length), bytes, 0);
    return bytes;
  }

  private static StoredState state(long number, long before) {
    var a = new ChannelName("a");
    var b = new ChannelName("b");
    var piece = new Piece(before, 0, 4);
    var layout = new Layout("msgpack", 4, new Checksum(1, 2), number, List.of(piece));
    var versions = Map.of(a, ChannelVersion.of(1), b, ChannelVersion.of(2));
    var skeleton = new StoredBlob("json", new Piece(number, 0, 2));
    return new StoredState(
        versions, Set.of(), Map.of(a, layout), Map.of(b, before), skeleton, null, null);
  }
}
