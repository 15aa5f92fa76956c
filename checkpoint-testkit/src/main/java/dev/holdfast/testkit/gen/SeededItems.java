package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An endless row of operations on a long-term store, the same for the same seed.
 *
 * <p>Nothing expires within four minutes of a whole ten, and time passes by tens: a store whose
 * clock goes on by itself meanwhile answers alike.
 */
public final class SeededItems {
  /** The tenants whose items these operations touch. */
  public static final List<TenantId> TENANTS = List.of(Fixtures.TENANT, new TenantId("other"));

  private static final List<Duration> LIVES =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(25).plusSeconds(30).plusNanos(1000),
          Duration.ofMinutes(45));

  private final Random random;
  private final SeededJson json;
  private final SeededReads reads;

  /** The row of {@code seed}. */
  public SeededItems(long seed) {
    random = new Random(seed);
    json = new SeededJson(random);
    reads = new SeededReads(random, new SeededFilters(random, json));
  }

  /** The next operation. */
  public ItemStep next() {
    int dice = random.nextInt(20);
    if (dice < 13) {
      return new ItemStep.Batch(tenant(), parts());
    } else if (dice < 18) {
      return new ItemStep.Group(changes());
    }
    return new ItemStep.Pass(Duration.ofMinutes(10L * (1 + random.nextInt(2))));
  }

  private List<StoreOperation> parts() {
    List<StoreOperation> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      parts.add(random.nextBoolean() ? put() : reads.next());
    }
    return parts;
  }

  private List<StoreChange> changes() {
    List<StoreChange> changes = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      List<StoreOperation.Put> puts = new ArrayList<>();
      List<ItemKey> refreshed = new ArrayList<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        puts.add(put());
      }
      for (int j = random.nextInt(4); j > 0; j--) {
        refreshed.add(reads.name());
      }
      changes.add(new StoreChange(tenant(), puts, refreshed));
    }
    return changes;
  }

  private StoreOperation.Put put() {
    if (random.nextInt(5) == 0) {
      return ItemFixtures.delete(reads.name());
    }
    boolean lives = random.nextBoolean();
    Duration life = LIVES.get(random.nextInt(LIVES.size()));
    return new StoreOperation.Put(
        reads.name(), json.value(), lives ? ItemFixtures.ttl(life) : null);
  }

  private TenantId tenant() {
    return TENANTS.get(random.nextInt(4) == 0 ? 1 : 0);
  }
}
