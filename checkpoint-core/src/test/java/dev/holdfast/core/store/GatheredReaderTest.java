package dev.holdfast.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which batches of a store are read together. */
final class GatheredReaderTest {
  private static final Duration RETRY = Duration.ofMillis(100);

  /** One round of gets, two searches; four reads in a round, six waiting. */
  private static final ReadLimits LIMITS = new ReadLimits(1, 2, 4, 6, RETRY);

  private final HeldReader reader = new HeldReader();
  private final GatheredReader gathered = new GatheredReader(reader, LIMITS);

  @Test
  void anIdleReaderAsksAtOnce() {
    // When
    begin("a");

    // Then
    assertThat(reader.rounds()).containsExactly("a");
  }

  @Test
  void whatComesWhileARoundIsOnItsWaySharesTheNextOne() {
    // Given
    List.of("a", "b", "c", "d").forEach(this::begin);

    // When
    reader.answer();

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b c d");
  }

  @Test
  void asManyRoundsAsMayBeAreOnTheirWay() {
    // Given
    var two = new GatheredReader(reader, new ReadLimits(2, 1, 4, 6, RETRY));

    // When
    List.of("a", "b", "c", "d").forEach(key -> begin(two, "t", get(key)));

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b");
    reader.answer();
    assertThat(reader.rounds()).containsExactly("a", "b", "c d");
  }

  @Test
  void everyCallerGetsItsOwnAnswer() {
    // Given
    begin("a");
    var both = ask(gathered, "t", get("b"), get("c"));
    var other = ask(gathered, "t", get("d"));

    // When
    reader.answer();
    reader.answer();

    // Then
    assertThat(both).isCompletedWithValue(List.of(HeldReader.result("b"), HeldReader.result("c")));
    assertThat(other).isCompletedWithValue(List.of(HeldReader.result("d")));
  }

  @Test
  void noReadJoinsARoundThatIsOnItsWay() {
    // Given
    var early = ask(gathered, "t", get("a"));
    var late = ask(gathered, "t", get("a"));

    // When
    reader.answer();

    // Then
    assertThat(early).isCompleted();
    assertThat(late).isNotDone();
    assertThat(reader.rounds()).containsExactly("a", "a");
  }

  @Test
  void equalBatchesThatWaitAreAskedOnce() {
    // Given
    begin("a");
    var one = ask(gathered, "t", get("b"));
    var other = ask(gathered, "t", get("b"));
    begin("c");

    // When
    reader.answer();
    reader.answer();

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b c");
    assertThat(Stream.of(one, other)).allMatch(CompletableFuture::isDone);
  }

  @Test
  void equalReadsOfOtherTenantsAreOthers() {
    // Given
    begin("a");
    begin(gathered, "one", get("b"));
    begin(gathered, "other", get("b"));

    // When
    reader.answer();

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b b");
  }

  @Test
  void aRoundHasNotMoreReadsThanItMayAndALargerBatchGoesAlone() {
    // Given
    begin("a");
    begin(get("b"), get("c"));
    begin(get("d"), get("e"), get("f"));

    // When
    reader.answer();
    reader.answer();
    begin(get("1"), get("2"), get("3"), get("4"), get("5"));
    begin("g");
    reader.answer();
    reader.answer();

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b+c", "d+e+f", "1+2+3+4+5", "g");
  }

  @Test
  void searchesGoOneByOneAndDelayNoGet() {
    // When
    for (int limit = 1; limit <= 4; limit++) {
      begin(search(limit));
    }
    begin(get("a"), search(9));
    begin("b");

    // Then
    assertThat(reader.rounds()).containsExactly("search", "search", "b");
    reader.answer();
    assertThat(reader.rounds()).containsExactly("search", "search", "b", "search");
  }

  @Test
  void equalSearchesThatWaitAreAskedOnce() {
    // Given
    begin(search(1));
    begin(search(2));
    var waiting = Stream.of(3, 3, 3).map(limit -> ask(gathered, "t", search(limit))).toList();

    // When
    reader.answer();
    reader.answer();
    reader.answer();

    // Then
    assertThat(reader.rounds()).hasSize(3);
    assertThat(waiting).allMatch(CompletableFuture::isDone);
  }

  @Test
  void whatIsAskedTogetherLeavesTogether() {
    // When
    gathered.together(
        () -> {
          List.of("a", "b", "b").forEach(this::begin);
          assertThat(reader.rounds()).isEmpty();
        });

    // Then
    assertThat(reader.rounds()).containsExactly("a b");
  }

  @Test
  void whoFailsToAskHoldsNobodyUp() {
    // When
    assertThatThrownBy(
            () ->
                gathered.together(
                    () -> {
                      begin("a");
                      throw new IllegalStateException("on purpose");
                    }))
        .isInstanceOf(IllegalStateException.class);

    // Then
    assertThat(reader.rounds()).containsExactly("a");
  }

  @Test
  void whoFailsFailsAlone() {
    // Given
    begin("a");
    var callers = Stream.of("b", "c", "d").map(key -> ask(gathered, "t", get(key))).toList();
    reader.answer();

    // When
    var bad = new Failure.Plain(Code.INTERNAL, "on purpose");
    reader.fail(bad);
    reader.answer();
    reader.fail(bad);
    reader.answer();
    reader.fail(bad);

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b c d", "b", "c d", "c", "d");
    assertThat(callers.get(0)).isCompleted();
    assertThat(callers.get(1)).isCompleted();
    assertThat(failure(callers.get(2))).isSameAs(bad);
  }

  @Test
  void aDatabaseThatIsAwayIsAskedOnce() {
    // Given
    begin("a");
    var callers = Stream.of("b", "c").map(key -> ask(gathered, "t", get(key))).toList();
    reader.answer();

    // When
    reader.fail(Failure.RetryLater.unavailable(RETRY, "on purpose"));

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b c");
    assertThat(callers)
        .allSatisfy(caller -> assertThat(failure(caller).code()).isEqualTo(Code.UNAVAILABLE));
  }

  @Test
  void aRoundThatFailsIsNotOnItsWayAnyMore() {
    // Given
    begin("a");

    // When
    reader.fail(new IllegalStateException("on purpose"));
    begin("b");

    // Then
    assertThat(reader.rounds()).containsExactly("a", "b");
  }

  @Test
  void aReaderThatThrowsOrAnswersTooLittleLeavesNobodyWaiting() {
    // Given
    StoreReader broken =
        (tenant, reads) -> {
          throw new IllegalStateException("on purpose");
        };

    // When
    var thrown = ask(new GatheredReader(broken, LIMITS), "t", get("a"));
    var little = ask(gathered, "t", get("a"));
    reader.answer(List.of());

    // Then
    assertThat(thrown).isCompletedExceptionally();
    assertThat(little).isCompletedExceptionally();
  }

  @Test
  void whoComesWhenTooMuchWaitsIsRefusedAndServedLater() {
    // Given
    begin("a");
    begin(get("1"), get("2"), get("3"));
    begin(get("4"), get("5"), get("6"));

    // When
    var refused = ask(gathered, "t", get("b"));
    reader.answer();
    var taken = ask(gathered, "t", get("b"));
    reader.answer();
    reader.answer();

    // Then
    assertThat(failure(refused).code()).isEqualTo(Code.OVERLOADED);
    assertThat(taken).isCompletedWithValue(List.of(HeldReader.result("b")));
  }

  @Test
  void aCallerThatAsksFromItsAnswerIsServed() {
    // Given
    var second = ask(gathered, "t", get("a")).thenCompose(found -> ask(gathered, "t", get("b")));

    // When
    reader.answer();
    reader.answer();

    // Then
    assertThat(second).isCompletedWithValue(List.of(HeldReader.result("b")));
  }

  private void begin(String key) {
    begin(get(key));
  }

  private void begin(StoreOperation.Read... reads) {
    begin(gathered, "t", reads);
  }

  /** Asks for what does not matter. */
  private static void begin(GatheredReader reader, String tenant, StoreOperation.Read... reads) {
    var unused = ask(reader, tenant, reads);
  }

  private static CompletableFuture<List<StoreResult>> ask(
      GatheredReader reader, String tenant, StoreOperation.Read... reads) {
    return reader.read(new TenantId(tenant), List.of(reads)).toCompletableFuture();
  }

  private static StoreOperation.Read get(String key) {
    return new StoreOperation.Get(new ItemKey(new StoreNamespace(List.of("n")), key), false);
  }

  private static StoreOperation.Read search(int limit) {
    return new StoreOperation.Search(StoreNamespace.ROOT, ItemFilter.ANY, limit, 0, false);
  }

  private static Failure failure(CompletableFuture<?> caller) {
    assertThat(caller).isCompletedExceptionally();
    var ended = catchThrowableOfType(ExecutionException.class, caller::get);
    return (Failure) Objects.requireNonNull(ended.getCause());
  }
}
