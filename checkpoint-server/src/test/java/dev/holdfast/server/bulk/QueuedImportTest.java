package dev.holdfast.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports into a tenant whose index is queued. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(value = Embedding.class, initArgs = @ResourceArg(name = "queued", value = "true"))
class QueuedImportTest {

  private final ImportedTexts texts = new ImportedTexts();

  @BeforeEach
  void haveTheIndex() {
    Embedding.awaitIndex();
  }

  @Test
  void itIsFoundOnceTheQueueHasComeToIt() {
    assertThat(texts.stored("k", "banana")).isEqualTo(1);

    Await.until(List.of("k"), () -> texts.found("banana"));
  }
}
