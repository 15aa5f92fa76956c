package dev.holdfast.postgres.company;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A writer waits for whoever removes something, and then sees what is gone. */
final class BehindPruneIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private static final String PRUNE =
      "with raised as (update holdfast.threads set floor = floor + 2) delete from holdfast.records";
  private static final String DELETE = "delete from holdfast.threads";

  @Test
  void aLonePutMissesTheValueThatIsRemovedMeanwhile() throws SQLException {
    assertThat(codeBehind(PRUNE, POSTGRES.empty())).isEqualTo(Code.MISSING_VALUES);
  }

  @Test
  void aGroupMissesTheValueThatIsRemovedMeanwhile() throws SQLException {
    assertThat(codeBehind(PRUNE, InCompany.of(POSTGRES.empty()))).isEqualTo(Code.MISSING_VALUES);
  }

  @Test
  void aLonePutIsRefusedByTheThreadThatIsDeletedMeanwhile() throws SQLException {
    assertThat(codeBehind(DELETE, POSTGRES.empty())).isEqualTo(Code.THREAD_DELETED);
  }

  @Test
  void aGroupIsRefusedByTheThreadThatIsDeletedMeanwhile() throws SQLException {
    assertThat(codeBehind(DELETE, InCompany.of(POSTGRES.empty()))).isEqualTo(Code.THREAD_DELETED);
  }

  /** How a put fares that begins while {@code removal} is under way. */
  private static Code codeBehind(String removal, Stores stores) throws SQLException {
    Appended first = done(stores, put(PLACE, "c1").value("a", 1, "text").build());
    var next = put(PLACE, "c2").parent("c1").kept("a", 1).incarnation(first.incarnation()).build();
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtextextended('default/t', 8420))");
      statement.execute(removal);
      CompletionStage<List<Outcome<Appended>>> writer = stores.writer().write(List.of(next));
      awaitBlockedWriter();
      beside.commit();
      return code(Await.result(writer).get(0));
    }
  }

  private static Appended done(Stores stores, Append append) {
    return ((Outcome.Done<Appended>) Await.result(stores.writer().write(List.of(append))).get(0))
        .result();
  }

  private static Code code(Outcome<Appended> outcome) {
    return ((Outcome.Refused<Appended>) outcome).failure().code();
  }

  private static void awaitBlockedWriter() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    String blocked =
        """
        select pid from pg_stat_activity where datname = current_database()
        and application_name = 'holdfast' and wait_event = 'advisory'""";
    while (POSTGRES.database().column(blocked).isEmpty()) {
      assertThat(System.nanoTime()).as("a writer waits for the lock").isLessThan(deadline);
    }
  }
}
