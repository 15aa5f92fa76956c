package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A batch of an import is committed with how far the import has come, or not at all. */
public abstract class ImportConformance extends BulkConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  private void submitted(ImportStep step, Put... puts) {
    Await.result(submit(step, puts));
  }

  private void refused(ImportStep step, Put... puts) {
    assertThat(code(submit(step, puts))).isEqualTo(Code.REJECTED);
  }

  @Test
  void anImportBeginsWithNothing() {
    // When
    var status = begin(ID);

    // Then
    assertThat(status.committedLines()).isZero();
    assertThat(status.counts()).isEqualTo(ImportCounts.NONE);
    assertThat(status.errors()).isEmpty();
  }

  @Test
  void anImportThatNobodyBeganIsNotThere() {
    assertThat(Await.result(bulk.log().find(ID))).isEmpty();
    refused(step(ID, 0, put(KEY, "v")), put(KEY, "v"));
    assertThat(find(KEY)).isNull();
  }

  @Test
  void aStepPutsAndMovesOn() {
    // Given
    begin(ID);

    // When
    submitted(step(ID, 0, put(KEY, "v"), put(OTHER, "w")), put(KEY, "v"), put(OTHER, "w"));
    submitted(step(ID, 2, put(KEY, "x")), put(KEY, "x"));

    // Then
    assertThat(text(KEY)).isEqualTo("x");
    assertThat(text(OTHER)).isEqualTo("w");
    assertThat(begin(ID).committedLines()).isEqualTo(3);
    assertThat(status(ID).counts()).isEqualTo(new ImportCounts(3, 0, 0));
  }

  @Test
  void aStepThatIsRepeatedPutsNothing() {
    // Given
    begin(ID);
    var step = step(ID, 0, put(KEY, "imported"));
    submitted(step, put(KEY, "imported"));
    run(put(KEY, "changed"));

    // When
    refused(step, put(KEY, "imported"));

    // Then
    assertThat(text(KEY)).isEqualTo("changed");
    assertThat(status(ID).committedLines()).isEqualTo(1);
  }

  @Test
  void aStepAheadOfItsImportPutsNothing() {
    // Given
    begin(ID);

    // When
    refused(step(ID, 7, put(KEY, "v")), put(KEY, "v"));

    // Then
    assertThat(find(KEY)).isNull();
    assertThat(status(ID).committedLines()).isZero();
  }

  @Test
  void aStepThatIsRefusedLeavesOthersOfItsGroupAlone() {
    // Given
    begin(ID);
    var commits = batches();
    var other = commits.run(Fixtures.TENANT, List.of(put(OTHER, "w")));

    // When
    var wrong =
        commits.runs().step(List.of(put(KEY, "v")), step(ID, 1, put(KEY, "v")), Long.MAX_VALUE);
    var right = commits.run(Fixtures.TENANT, List.of(put(item("third", "n"), "x")));

    // Then
    Await.result(other);
    Await.result(right);
    assertThat(code(wrong)).isEqualTo(Code.REJECTED);
    assertThat(names(search("n"))).containsExactlyInAnyOrder(OTHER, item("third", "n"));
  }

  @Test
  void stepsOfOneGroupFollowEachOther() {
    // Given
    begin(ID);
    var first = put(KEY, "first");
    var second = put(KEY, "second");

    // When
    group(
        new StoreChange(Fixtures.TENANT, List.of(first), List.of(), step(ID, 0, first)),
        new StoreChange(Fixtures.TENANT, List.of(second), List.of(), step(ID, 1, second)));

    // Then
    assertThat(text(KEY)).isEqualTo("second");
    assertThat(status(ID).committedLines()).isEqualTo(2);
  }

  @Test
  void aStepWithoutItemsMovesOn() {
    // Given
    begin(ID);
    var error = new ImportError(1, "invalid-request", "/vä\"lue");

    // When
    submitted(step(ID, 0, List.of(), List.of(error)));

    // Then
    assertThat(status(ID).committedLines()).isEqualTo(1);
    assertThat(status(ID).counts()).isEqualTo(new ImportCounts(0, 0, 1));
    assertThat(status(ID).errors()).containsExactly(error);
  }

  @Test
  void theFirstErrorsAreKept() {
    // Given
    begin(ID);

    // When
    submitted(step(ID, 0, List.of(), errors(1, 60)));
    submitted(step(ID, 60, List.of(), errors(61, 120)));

    // Then
    assertThat(status(ID).errors()).containsExactlyElementsOf(errors(1, ImportError.MOST));
    assertThat(status(ID).counts().skipped()).isEqualTo(120);
  }

  private static List<ImportError> errors(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(line -> new ImportError(line, "malformed-body", null))
        .toList();
  }

  @Test
  void oneIdIsAnImportInEachTenant() {
    // Given
    var others = new ImportId(new TenantId("other"), ID.value());
    begin(ID);
    begin(others);

    // When
    submitted(step(others, 0, put(KEY, "theirs")), put(KEY, "theirs"));

    // Then
    assertThat(find(KEY)).isNull();
    assertThat(status(ID).committedLines()).isZero();
    assertThat(status(others).committedLines()).isEqualTo(1);
  }
}
