package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter.Equal;
import dev.holdfast.core.store.ItemFilter.Exists;
import dev.holdfast.core.store.ItemFilter.In;
import dev.holdfast.core.store.ItemFilter.NotEqual;
import dev.holdfast.core.store.ItemFilter.NotIn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An entry that is null and one that is missing are different. */
public abstract class AbsenceFilterConformance extends FilterConformanceBase {
  @Test
  void aMissingEntryEqualsNothing() {
    // Given
    store(value("other", 1));

    // When / Then
    assertThat(passes(new Equal(null), "k")).isFalse();
    assertThat(passes(new Equal(1), "k")).isFalse();
    assertThat(passes(new Equal(Map.of()), "k")).isFalse();
    assertThat(passes(new In(Arrays.asList(1, null)), "k")).isFalse();
  }

  @Test
  void aMissingEntryIsNotEqualToAnything() {
    // Given
    store(value("other", 1));

    // When / Then
    assertThat(passes(new NotEqual("x"), "k")).isTrue();
    assertThat(passes(new NotEqual(null), "k")).isTrue();
    assertThat(passes(new NotIn(Arrays.asList("x", null)), "k")).isTrue();
  }

  @Test
  void nullIsEqualToNullAlone() {
    // Given
    store(value("k", null));

    // When / Then
    assertThat(passes(new Equal(null), "k")).isTrue();
    assertThat(passes(new NotEqual(null), "k")).isFalse();
    assertThat(passes(new NotEqual("x"), "k")).isTrue();
    assertThat(passes(new In(Arrays.asList(1, null)), "k")).isTrue();
    assertThat(passes(new NotIn(Arrays.asList(1, null)), "k")).isFalse();
    assertThat(passes(new NotIn(List.of(1)), "k")).isTrue();
  }

  @Test
  void nullIsThere() {
    // Given
    store(value("k", null));

    // When / Then
    assertThat(passes(new Exists(true), "k")).isTrue();
    assertThat(passes(new Exists(false), "k")).isFalse();
    assertThat(passes(new Exists(true), "other")).isFalse();
    assertThat(passes(new Exists(false), "other")).isTrue();
  }

  @Test
  void whatIsBehindNoObjectIsMissing() {
    for (Object stored : List.of(1, "text", true, List.of(Map.of("a", 1)), Map.of("b", 1))) {
      // Given
      store(value("k", stored));

      // When / Then
      assertThat(passes(new Exists(true), "k", "a")).as("%s", stored).isFalse();
      assertThat(passes(new Exists(false), "k", "a")).as("%s", stored).isTrue();
      assertThat(passes(new Equal(1), "k", "a")).as("%s", stored).isFalse();
      assertThat(passes(new NotEqual(1), "k", "a")).as("%s", stored).isTrue();
      assertThat(passes(new Equal(null), "k", "a")).as("%s", stored).isFalse();
    }
  }

  @Test
  void whatIsBehindNullIsMissing() {
    // Given
    store(value("k", null));

    // When / Then
    assertThat(passes(new Exists(false), "k", "a")).isTrue();
    assertThat(passes(new Equal(null), "k", "a")).isFalse();
    assertThat(passes(new NotEqual(null), "k", "a")).isTrue();
  }
}
