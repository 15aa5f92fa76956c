package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.statement.RecordSql;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Between the statements of one read somebody removes what it is about to bring. */
final class VanishingIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores(0, 0);

  private static final NamespaceKey PLACE = root("t");

  /** As a prune with its next checkpoint: the newest is made of other records. */
  private static final String REPLACE_THE_NEWEST =
      """
      with moved as (
        update holdfast.records set checkpoint_id = 'c9' where number = 3
      )
      delete from holdfast.records where number in (1, 2)""";

  private static final String REMOVE_A_HOME = "delete from holdfast.records where number = 1";

  private final Queue<String> meanwhile = new ArrayDeque<>();

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @BeforeEach
  void storeThree() {
    var life = new Life(POSTGRES.empty());
    stores = POSTGRES.replicaBehind(this::between);
    life.done(put(PLACE, "c1").value("a", 1, "one").build());
    life.done(put(PLACE, "c2").parent("c1").kept("a", 1).build());
    life.done(put(PLACE, "c0").value("a", 2, "three").build());
  }

  @Test
  void aReadBeginsAgainAndAnswers() {
    // Given
    meanwhile.add(REPLACE_THE_NEWEST);

    // When
    var tuple = Await.result(stores.reader().find(PLACE, null, Map.of(), false)).orElseThrow();

    // Then
    assertThat(meanwhile).isEmpty();
    assertThat(tuple.row().key().id().value()).isEqualTo("c9");
    assertThat(tuple.values().values()).containsExactly(blob("three"));
  }

  @Test
  void aPageBeginsAgainAndAnswers() {
    // Given
    meanwhile.add(REPLACE_THE_NEWEST);

    // When
    var page = Await.result(stores.reader().list(history().limit(1).build()));

    // Then
    assertThat(meanwhile).isEmpty();
    assertThat(page.checkpoints()).extracting(row -> row.key().id().value()).containsExactly("c9");
  }

  @Test
  void whatIsGoneForGoodIsAFaultAndNotAnEmptyValue() {
    // Given
    POSTGRES.database().execute(REMOVE_A_HOME);

    // When
    var failure =
        catchThrowableOfType(
            Failure.class, () -> Await.result(stores.reader().find(PLACE, null, Map.of(), false)));

    // Then
    assertThat(failure.code()).isEqualTo(Code.INTERNAL);
  }

  /** The pool, but before records are brought the next of {@link #meanwhile} happens. */
  private Pool between(Pool pool) {
    return (Pool)
        Proxy.newProxyInstance(
            Pool.class.getClassLoader(),
            new Class<?>[] {Pool.class},
            (proxy, method, arguments) -> {
              if (arguments != null && RecordSql.FIND_RECORDS.equals(arguments[0])) {
                happen();
              }
              return call(pool, method, arguments);
            });
  }

  private void happen() {
    String next = meanwhile.poll();
    if (next != null) {
      POSTGRES.database().execute(next);
    }
  }

  private static Object call(Pool pool, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(pool, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getTargetException();
    }
  }
}
