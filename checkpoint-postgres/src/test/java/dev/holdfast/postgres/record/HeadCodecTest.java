package dev.holdfast.postgres.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HeadCodecTest {
  private static final int SEEDS = 2000;
  private static final long[] NUMBERS = {1, 2, 200, 1L << 33, Long.MAX_VALUE};
  private static final StoredBlob NOTHING = new StoredBlob("", null);

  @Test
  void anyHeadComesBack() {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      long number = NUMBERS[seed % NUMBERS.length];
      Head head = new Heads(seed, number).head();

      // When
      Head read = HeadCodec.decode(number, HeadCodec.encode(number, head));

      // Then
      assertThat(read).as("seed %s", seed).isEqualTo(head);
    }
  }

  @Test
  void stampsOfAllSizesAndNoneComeBack() {
    for (long number : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      comesBack(new StoredCall(new Stamp(number, Math.max(0, number)), List.of()));
    }
    comesBack(new StoredCall(null, List.of()));
  }

  @Test
  void reservedIndexesComeBack() {
    for (int index : new int[] {-1, -4, 0, 9999, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      var channel = new ChannelName("");
      comesBack(
          new StoredCall(
              null, List.of(new StoredWrite(new TaskId(""), "", index, channel, NOTHING))));
    }
  }

  @Test
  void versionsOfOneTextAndOtherKindsStayApart() {
    var kinds = ChannelVersion.Kind.values();
    for (ChannelVersion.Kind kind : kinds) {
      var version = Map.of(new ChannelName("a"), new ChannelVersion(kind, "1"));
      var empty = Set.of(new ChannelName("a"));
      var state = new StoredState(version, empty, Map.of(), Map.of(), NOTHING, null, null);
      Head head = new Head(state, List.of());
      assertThat(HeadCodec.decode(3, HeadCodec.encode(3, head))).isEqualTo(head);
    }
  }

  @Test
  void anotherFormatIsNotRead() {
    byte[] head = HeadCodec.encode(1, new Head(null, List.of()));
    head[0]++;
    assertThatIllegalArgumentException().isThrownBy(() -> HeadCodec.decode(1, head));
  }

  private static void comesBack(StoredCall call) {
    Head head = new Head(null, List.of(call));
    assertThat(HeadCodec.decode(7, HeadCodec.encode(7, head))).isEqualTo(head);
  }
}
