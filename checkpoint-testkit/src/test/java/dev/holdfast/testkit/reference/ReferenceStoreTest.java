package dev.holdfast.testkit.reference;

import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ReferenceStoreTest {
  @Test
  void aReadFailsRatherThanOmitsALostValue() {
    // Given
    var store = new ReferenceStore();
    var one = put(root("t"), "c1").value("a", 1, "one").build();
    var two = put(root("t"), "c2").parent("c1").empty("a", 2).build();
    Await.result(store.writer().write(List.of(one, two)));

    // When
    store.loseValue(one.key(), channel("a"));

    // Then
    fails(store.reader().find(root("t"), one.key().id(), Map.of(), false));
    fails(store.reader().list(history().build()));
    fails(store.reader().deltaHistory(root("t"), null, List.of(channel("a"))));
  }

  private static void fails(CompletionStage<?> read) {
    assertThatThrownBy(() -> Await.result(read))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(Code.INTERNAL));
  }
}
