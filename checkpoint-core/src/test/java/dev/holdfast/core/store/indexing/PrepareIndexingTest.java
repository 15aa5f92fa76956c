package dev.holdfast.core.store.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a batch costs, and how it ends, before a store is asked. */
final class PrepareIndexingTest {
  private static final long LIMIT_SECONDS = 10;
  private static final TenantId TENANT = new TenantId("t");
  private static final ItemKey KEY = new ItemKey(new StoreNamespace(List.of("n")), "k");
  private static final ItemValue VALUE = new ItemValue(Map.of("text", "a"));

  private final CatalogFake catalog = new CatalogFake();
  private final HeldEmbedder embedder = new HeldEmbedder();
  private final PrepareIndexing preparation = new PrepareIndexing(catalog, embedder, () -> 0);

  /** A fake model that answers when it is told to. */
  private static final class HeldEmbedder implements Embedder {
    final CompletableFuture<List<Vector>> answer = new CompletableFuture<>();
    int calls;

    @Override
    public String model() {
      return "held";
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public CompletionStage<List<Vector>> embed(List<String> texts) {
      calls++;
      return answer;
    }
  }

  private void define(EmbeddedBy by) {
    int dimensions = by == EmbeddedBy.NOBODY ? 0 : 2;
    catalog.replace(
        TENANT,
        new IndexDefinition("held", dimensions, Distance.L2, List.of("text"), by, false, "simple"));
  }

  private CompletableFuture<List<StoreOperation>> prepare(long deadline, Put... puts) {
    return preparation.prepare(TENANT, List.of(puts), deadline).toCompletableFuture();
  }

  private static Put put(Indexing indexing) {
    return new Put(KEY, VALUE, null, indexing);
  }

  private static Failure failure(CompletableFuture<?> stage) {
    try {
      stage.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure failure) {
        return failure;
      }
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError("nothing within " + LIMIT_SECONDS + " s", late);
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void withoutAnIndexABatchPassesUntouchedAtOnce() {
    List<StoreOperation> parts = List.of(put(Indexing.AS_DEFINED), put(Indexing.NOT));

    var prepared = preparation.prepare(TENANT, parts, Long.MAX_VALUE).toCompletableFuture();

    assertThat(prepared).isCompleted();
    assertThat(prepared.join()).isSameAs(parts);
  }

  @Test
  void deletesAndReadsDoNotAskForTheIndex() {
    List<StoreOperation> parts =
        List.of(new Put(KEY, null, null), new StoreOperation.Get(KEY, false));

    assertThat(preparation.prepare(TENANT, parts, Long.MAX_VALUE).toCompletableFuture().join())
        .isSameAs(parts);
    assertThat(catalog.asked).isZero();
  }

  @Test
  void whatTheModelDoesNotAnswerInTimeIsNotTaken() {
    define(EmbeddedBy.SERVER);

    var late = prepare(Duration.ofSeconds(2).toNanos(), put(Indexing.AS_DEFINED));

    assertThat(late).isNotDone();
    assertThat(failure(late).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(embedder.answer).isNotDone();
  }

  @Test
  void afterTheDeadlineNobodyIsAsked() {
    define(EmbeddedBy.SERVER);

    var late = prepare(0, put(Indexing.AS_DEFINED));

    assertThat(failure(late).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(embedder.calls).isZero();
  }

  @Test
  void whatTheModelMakesIsWrittenWithTheItem() {
    define(EmbeddedBy.SERVER);
    var vector = new Vector(new float[] {1, 2});

    var prepared = prepare(Long.MAX_VALUE, put(Indexing.AS_DEFINED));
    embedder.answer.complete(List.of(vector));

    assertThat(prepared.join())
        .containsExactly(
            put(new Indexing.Ready(1, null, List.of(new EmbeddedText("text", vector)), "a")));
  }

  @Test
  void aModelThatGivesOtherVectorsThanItSaysIsNotTrusted() {
    define(EmbeddedBy.SERVER);
    embedder.answer.complete(List.of(new Vector(new float[] {1})));

    assertThat(failure(prepare(Long.MAX_VALUE, put(Indexing.AS_DEFINED))).code())
        .isEqualTo(Code.INDEX_MISMATCH);
  }

  @Test
  void wordsNeedNoModel() {
    define(EmbeddedBy.NOBODY);

    var prepared = prepare(Long.MAX_VALUE, put(Indexing.AS_DEFINED));

    assertThat(prepared).isCompleted();
    assertThat(prepared.join()).containsExactly(put(new Indexing.Ready(1, null, List.of(), "a")));
  }

  @Test
  void aClientsPutWithoutVectorsIsNotQueued() {
    define(EmbeddedBy.CLIENT);

    assertThat(prepare(Long.MAX_VALUE, put(Indexing.AS_DEFINED)).join())
        .containsExactly(put(new Indexing.Waiting(null, false)));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    define(EmbeddedBy.CLIENT);
    var fits = new EmbeddedText("text", new Vector(new float[] {1, 2}));
    var wrong = new EmbeddedText("text", new Vector(new float[] {1, 2, 3}));
    var elsewhere = new EmbeddedText("other", new Vector(new float[] {1, 2}));

    assertThat(pointer(new Indexing.Asked(null, List.of(fits, wrong))))
        .isEqualTo("/parts/0/vectors/1");
    assertThat(pointer(new Indexing.Asked(null, List.of(elsewhere))))
        .isEqualTo("/parts/0/vectors/0/path");
    assertThat(pointer(new Indexing.Asked(List.of("a["), List.of()))).isEqualTo("/parts/0/index");
  }

  private String pointer(Indexing indexing) {
    return ((Failure.Invalid) failure(prepare(Long.MAX_VALUE, put(indexing)))).pointer();
  }
}
