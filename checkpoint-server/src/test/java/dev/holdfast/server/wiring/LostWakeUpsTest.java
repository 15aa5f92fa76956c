package dev.holdfast.server.wiring;

import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.queue;
import static dev.holdfast.server.support.Sent.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What timers do by themselves: deliver what nobody tells of, and forget what was settled. */
@QuarkusTest
@TestProfile(LostWakeUpsTest.Forgetting.class)
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class LostWakeUpsTest {

  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private Flows flows;

  /** What is settled is kept for a moment only. */
  public static final class Forgetting implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("holdfast.signals.keep", "1s");
    }
  }

  @BeforeEach
  void loseWakeUps() {
    flows = new Flows(TemporalServer.target());
    QuarkusMock.installMockForType(
        new WakeUps(new ClosedChannelFake(), new Counting()), WakeUps.class);
  }

  @AfterEach
  void leave() {
    flows.close();
  }

  /** Counts what is lost. */
  private final class Counting implements WakeUpObserver {

    @Override
    public void sent(long nanos) {
      taken.incrementAndGet();
    }

    @Override
    public void taken(long nanos) {
      taken.incrementAndGet();
    }

    @Override
    public void lost() {
      lost.incrementAndGet();
    }
  }

  @Test
  void aLostWakeUpCostsOnlyTheTimeUntilLanesAreLookedForAndWhatIsSettledIsForgotten() {
    String flow = flows.start();

    String id = queue(note(flow, "a"));
    Await.until("\"a\"", () -> String.join(",", flows.firstArguments(flow)));
    Await.until(404, () -> Client.json().get("/v1/signals/" + id).status());

    assertThat(lost).hasValue(1);
    assertThat(taken).hasValue(0);
    assertThat(state(id)).isEmpty();
  }
}
