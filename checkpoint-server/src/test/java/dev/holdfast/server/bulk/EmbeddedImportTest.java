package dev.holdfast.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports into a tenant whose index the server embeds. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(Embedding.class)
class EmbeddedImportTest {

  private final ImportedTexts texts = new ImportedTexts();

  @BeforeEach
  void haveTheIndex() {
    Embedding.awaitIndex();
  }

  @Test
  void itIsFoundAsSoonAsItIsImported() {
    assertThat(texts.stored("k", "banana")).isEqualTo(1);

    assertThat(texts.found("banana")).containsExactly("k");
  }
}
