package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As many items come as are asked for, however many nearer ones lie elsewhere or do not pass. */
public abstract class NarrowedConformance extends MeaningConformanceBase {
  private static final int NEARER = 600;
  private static final int FARTHER = 8;

  @BeforeEach
  void fill() {
    define(byClient(Distance.L2));
    List<StoreOperation> puts = new ArrayList<>();
    for (int i = 0; i < NEARER; i++) {
      puts.add(put(item("near" + i, "users"), "near", i, 0));
    }
    for (int i = 0; i < FARTHER; i++) {
      puts.add(put(far(i), "far", 10_000 + i, 0));
    }
    puts.add(put(item("k", "user", "deep"), "deep", 30_000, 0));
    run(puts.toArray(new StoreOperation[0]));
  }

  private static ItemKey far(int i) {
    return item("far" + i, "user");
  }

  @Test
  void whatDoesNotPassTheFilterTakesNoPlace() {
    var far = search().where(new ItemFilter.Equal("far"), "text").near(0, 0);

    assertThat(names(far.limit(3))).containsExactly(far(0), far(1), far(2));
    assertThat(names(far.limit(4).offset(6))).containsExactly(far(6), far(7));
    assertThat(names(far.limit(100).offset(0))).hasSize(FARTHER);
  }

  @Test
  void whatLiesElsewhereTakesNoPlace() {
    assertThat(names(search("user").near(0, 0).limit(2))).containsExactly(far(0), far(1));
    assertThat(names(search("user").near(0, 0))).hasSize(FARTHER + 1);
    assertThat(names(search("user", "deep").near(0, 0))).containsExactly(item("k", "user", "deep"));
    assertThat(names(search("use").near(0, 0))).isEmpty();
  }

  @Test
  void everythingIsReachedByItsOffset() {
    List<ItemKey> all = new ArrayList<>();
    for (int offset = 0; offset < NEARER + FARTHER + 1; offset += 100) {
      all.addAll(names(search().near(0, 0).limit(100).offset(offset)));
    }

    assertThat(all).doesNotHaveDuplicates().hasSize(NEARER + FARTHER + 1);
    assertThat(all).isEqualTo(names(search().near(0, 0)));
  }

  @Test
  void aLimitOfNothingGivesNothing() {
    assertThat(names(search().near(0, 0).limit(0))).isEmpty();
    assertThat(names(search().near(0, 0).offset(10_000))).isEmpty();
  }
}
