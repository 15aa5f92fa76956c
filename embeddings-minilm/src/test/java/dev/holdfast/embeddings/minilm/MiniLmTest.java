package dev.holdfast.embeddings.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.LocalModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmTest {

  @TempDir static Path cache;

  @SuppressWarnings("NullAway.Init")
  private static Embedder embedder;

  @BeforeAll
  static void open() {
    embedder = ServiceLoader.load(LocalModel.class).findFirst().orElseThrow().open(cache, 2);
  }

  private static List<Vector> vectors(String... texts) {
    return embedder.embed(List.of(texts)).toCompletableFuture().join();
  }

  @Test
  void configurationNamesIt() {
    assertThat(ServiceLoader.load(LocalModel.class))
        .extracting(LocalModel::name)
        .contains("minilm");
    assertThat(embedder.model()).isEqualTo("all-MiniLM-L6-v2-q");
    assertThat(embedder.dimensions()).isEqualTo(384);
  }

  @Test
  void theRelatedTextIsTheNearer() {
    List<Vector> vectors =
        vectors(
            "What does the user like to eat?",
            "The user's favourite dish is pizza with mushrooms.",
            "The database runs on port 5432.");

    double related = Distance.COSINE.score(vectors.get(0), vectors.get(1));
    double unrelated = Distance.COSINE.score(vectors.get(0), vectors.get(2));

    assertThat(vectors).allMatch(vector -> vector.dimensions() == 384);
    assertThat(related).isGreaterThan(unrelated + 0.2);
  }

  @Test
  void manyTextsComeBackInOrder() {
    List<Vector> alone = vectors("ship");
    String[] texts = Collections.nCopies(50, "anchor").toArray(String[]::new);
    texts[37] = "ship";

    List<Vector> together = vectors(texts);

    assertThat(together).hasSize(50);
    assertThat(together.indexOf(alone.get(0))).isEqualTo(37);
  }

  @Test
  void anyTextHasAVector() {
    assertThat(vectors("", " \n", "\uD83D\uDE80", "\u0000", "x".repeat(20_000))).hasSize(5);
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    var stage = embedder.embed(List.of("x".repeat(128 * 1024 + 1))).toCompletableFuture();

    assertThat(stage)
        .failsWithin(java.time.Duration.ofSeconds(30))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .havingCause()
        .isInstanceOf(Failure.class)
        .extracting(error -> ((Failure) error).code())
        .isEqualTo(Code.EMBEDDING_REFUSED);
  }

  @Test
  void whatHasNoPlaceToWaitIsToldToComeBack() {
    String[] many = Collections.nCopies(20_000, "a").toArray(String[]::new);

    try {
      vectors(many);
    } catch (CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE));
      return;
    }
    throw new AssertionError("all of them found a place");
  }

  @Test
  void nativeLibrariesAreUnpackedWhereTheyAreTold() throws Exception {
    vectors("a");

    try (Stream<Path> files = Files.walk(cache)) {
      assertThat(files.filter(file -> file.toString().endsWith(".so"))).isNotEmpty();
    }
  }
}
