package dev.holdfast.postgres.signal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.CommitConformance;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresCommitIT extends CommitConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }

  @Override
  protected SignalStores signals() {
    return PostgresSignals.over(POSTGRES);
  }

  @Test
  void theSignalIsOfTheTransactionOfItsWrite() {
    var signal = SignalBuilder.signal("one").key("1").build();
    var attached = new AttachedSignal(signal, Duration.ZERO, false);
    var write = Fixtures.writes(Fixtures.root("t"), "c1").add("task", 0, "a", "x").build();

    Await.result(stores.writer().commit(List.of(new Commit(write, List.of(attached)))));

    assertThat(POSTGRES.database().column("select xmin::text from holdfast.signals"))
        .hasSize(1)
        .isEqualTo(POSTGRES.database().column("select xmin::text from holdfast.records"));
  }
}
