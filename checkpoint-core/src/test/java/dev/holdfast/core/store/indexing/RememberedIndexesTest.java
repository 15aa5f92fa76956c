package dev.holdfast.core.store.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A catalog is asked once in a while, and again after what this replica changed. */
final class RememberedIndexesTest {
  private static final TenantId TENANT = new TenantId("t");
  private static final IndexDefinition WORDS =
      new IndexDefinition("", 0, Distance.COSINE, List.of("$"), EmbeddedBy.NOBODY, false, "simple");

  private final CatalogFake catalog = new CatalogFake();
  private long nanos = -5;
  private final RememberedIndexes indexes =
      new RememberedIndexes(catalog, () -> nanos, Duration.ofNanos(10));

  private Optional<StoreIndex> find() {
    return indexes.find(TENANT).toCompletableFuture().join();
  }

  @Test
  void whatIsThereOrNotIsAskedOnceInAWhile() {
    assertThat(find()).isEmpty();
    catalog.index = Optional.of(new StoreIndex(1, WORDS));
    nanos += 9;
    assertThat(find()).isEmpty();
    assertThat(catalog.asked).isEqualTo(1);
    nanos += 1;
    assertThat(find()).isPresent();
    assertThat(catalog.asked).isEqualTo(2);
  }

  @Test
  void whoeverAsksMeanwhileWaitsForTheSameAnswer() {
    catalog.held = new CompletableFuture<>();
    var one = indexes.find(TENANT).toCompletableFuture();
    var other = indexes.find(TENANT).toCompletableFuture();

    catalog.held.complete(null);

    assertThat(catalog.asked).isEqualTo(1);
    assertThat(one).isCompleted();
    assertThat(other).isCompleted();
  }

  @Test
  void aFailureIsNotRemembered() {
    catalog.held = CompletableFuture.failedFuture(new IllegalStateException("away"));
    assertThat(indexes.find(TENANT).toCompletableFuture()).isCompletedExceptionally();
    catalog.held = CompletableFuture.completedFuture(null);

    assertThat(find()).isEmpty();
  }

  @Test
  void whatIsChangedHereIsSeenAtOnce() {
    find();
    indexes.define(TENANT, WORDS);
    assertThat(find()).isPresent();
    indexes.drop(TENANT);
    assertThat(find()).isEmpty();
    indexes.replace(TENANT, WORDS);
    assertThat(find()).isPresent();
  }

  @Test
  void whatIsForgottenIsAskedAgain() {
    find();
    indexes.forget(TENANT);
    find();

    assertThat(catalog.asked).isEqualTo(2);
  }
}
