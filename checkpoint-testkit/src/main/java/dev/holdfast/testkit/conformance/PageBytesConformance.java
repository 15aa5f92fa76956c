package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.sized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.NamespaceKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages of a history are bounded in bytes. */
public abstract class PageBytesConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final int SIZE = 100_000;

  @Test
  void aPageEndsBeforeItsValuesPassTheBytesAllowed() {
    // Given
    storeFive();

    // When
    var page = page(2 * SIZE + SIZE / 2, null);

    // Then
    assertThat(ids(page)).containsExactly("c4", "c3");
    assertThat(page.next()).isNotNull();
  }

  @Test
  void aPageHoldsOneCheckpointHoweverLarge() {
    // Given
    storeFive();

    // When
    var page = page(1, null);

    // Then
    assertThat(ids(page)).containsExactly("c4");
    assertThat(page.values()).hasSize(1);
  }

  @Test
  void pagesTogetherAreTheWholeHistory() {
    // Given
    storeFive();
    List<String> all = new ArrayList<>();

    // When
    HistoryCursor next = null;
    do {
      var page = page(2 * SIZE + SIZE / 2, next);
      all.addAll(ids(page));
      next = page.next();
    } while (next != null);

    // Then
    assertThat(all).containsExactly("c4", "c3", "c2", "c1", "c0");
  }

  @Test
  void aSharedValueCountsOnce() {
    // Given
    commit(put(PLACE, "c0").value("a", ChannelVersion.of(1), sized(SIZE)));
    commit(put(PLACE, "c1").kept("a", 1));
    commit(put(PLACE, "c2").kept("a", 1));

    // When
    var page = page(SIZE + SIZE / 2, null);

    // Then
    assertThat(ids(page)).containsExactly("c2", "c1", "c0");
    assertThat(page.values()).hasSize(1);
  }

  private void storeFive() {
    for (int i = 0; i < 5; i++) {
      commit(put(PLACE, "c" + i).value("a", ChannelVersion.of(i), sized(SIZE)));
    }
  }

  private HistoryPage page(long maxBytes, @Nullable HistoryCursor after) {
    return await(stores.reader().list(history().maxBytes(maxBytes).after(after).build()));
  }

  private static List<String> ids(HistoryPage page) {
    return page.checkpoints().stream()
        .map(CheckpointRow::key)
        .map(key -> key.id().value())
        .toList();
  }
}
