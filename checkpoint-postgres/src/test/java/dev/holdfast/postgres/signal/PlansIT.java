package dev.holdfast.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A connection keeps the plans that it made when there were hardly any signals; they must do also
 * when there are many, before Postgres has counted them.
 */
final class PlansIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final Pattern BUFFERS =
      Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

  /** A scan of all that is there would be thousands. */
  private static final int FEW_PAGES = 150;

  private static final String SIGNALS =
      """
      insert into holdfast.signals (tenant_id, id, namespace, workflow_id, name, priority, state, body, bytes, digest,
        fence, holds, grace, accepted_at, due_at, settled_at)
      select 'default', n, 'default', 'w' || n %% 3, 'x', 2, '%1$s', '', 0, '', false, false, 0, now(), now(),
        case when '%1$s' <> 'queued' then now() end
      from generate_series(%2$d, %3$d) as n""";
  private static final String LANES =
      """
      insert into holdfast.signal_lanes (tenant_id, namespace, workflow_id, waiting, bytes, due_at)
      select tenant_id, namespace, workflow_id, count(*), 0, now() from holdfast.signals
      where state = 'queued' group by 1, 2, 3""";
  private static final String CLAIM =
      "select * from holdfast.claim_lanes('r', 10, interval '1 minute')";
  private static final String READ =
      "select * from holdfast.lane_signals('default', 'default', 'w0', null, 500, 1048576, interval '5 s')";
  private static final String FORM =
      "select holdfast.form_batch('default', 'default', 'w0', (select fencing from holdfast.signal_lanes"
          + " where workflow_id = 'w0'), array[%d]::bigint[], 'r', 1, '')";
  private static final String SETTLE =
      "select holdfast.settle_lane('default', 'default', 'w0', (select fencing from holdfast.signal_lanes"
          + " where workflow_id = 'w0'), array[%d]::bigint[], '{}', '{}', null, null, null, null, interval '0', 500, 262144)";
  private static final String WAITING = "select * from holdfast.waiting_signals(1000)";

  @BeforeEach
  void empty() {
    POSTGRES.empty();
  }

  private static List<String> rows(SqlConnection connection, String sql) {
    List<String> told = new ArrayList<>();
    Await.result(connection.query(sql).execute().toCompletionStage())
        .forEach(row -> told.add(String.valueOf(row.getValue(0))));
    return told;
  }

  /** Pages that a statement has touched, those of the functions that it calls included. */
  private static int pages(SqlConnection connection, String sql) {
    String plan = String.join("\n", rows(connection, "explain (analyze, buffers) " + sql));
    Matcher found = BUFFERS.matcher(plan);
    assertThat(found.find()).as(plan).isTrue();
    int pages = 0;
    for (int group = 1; group <= 2; group++) {
      String count = found.group(group);
      pages += count == null ? 0 : Integer.parseInt(count);
    }
    return pages;
  }

  private static List<String> cycle(int id) {
    return List.of(CLAIM, READ, FORM.formatted(id), SETTLE.formatted(id), WAITING);
  }

  @Test
  void whatIsReadDoesNotGrowWithWhatIsSettled() {
    SqlConnection connection = Await.result(POSTGRES.pool().getConnection().toCompletionStage());
    try {
      rows(connection, SIGNALS.formatted("queued", 1, 6));
      rows(connection, LANES);
      cycle(3).forEach(statement -> rows(connection, statement));
      rows(connection, "delete from holdfast.signal_lanes");
      rows(connection, SIGNALS.formatted("delivered", 7, 20_000));
      rows(connection, SIGNALS.formatted("queued", 20_001, 20_006));
      rows(connection, LANES);

      for (String statement : cycle(20_001)) {
        assertThat(pages(connection, statement)).as(statement).isLessThan(FEW_PAGES);
      }
    } finally {
      Await.result(connection.close().toCompletionStage());
    }
  }
}
