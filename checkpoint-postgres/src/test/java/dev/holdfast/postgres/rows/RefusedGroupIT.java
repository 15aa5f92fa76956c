package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.postgres.PostgresStores;
import io.vertx.sqlclient.Pool;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group of which something is refused is not sent as it is: it is looked at first. */
final class RefusedGroupIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final int LENGTH = 8 << 20;
  private static final long NOWHERE = -1;

  private static final ThreadMXBean WORKERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Thread test = Thread.currentThread();
  private long atConnection = NOWHERE;

  @SuppressWarnings("NullAway.Init")
  private Life life;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    life = new Life(POSTGRES.replicaBehind(this::noticing));
  }

  @Test
  void nothingIsPackedOfAGroupThatIsNotSent() {
    // Given
    life.done(put(root("sent"), "c1").build());
    life.done(put(root("refused"), "c1").build());
    var unknown = put(root("refused"), "c3").parent("c1").kept("b", 7).build();

    // When
    long sent = allocatedBeforeConnecting(large(root("sent")));
    long refused = allocatedBeforeConnecting(large(root("refused")), unknown);

    // Then
    assertThat(refused).isLessThan(sent - LENGTH);
  }

  private static Append large(NamespaceKey place) {
    var noise = Life.noise(1, LENGTH);
    return put(place, "c2").parent("c1").value("a", ChannelVersion.of(1), noise).build();
  }

  /** Everything is known, so that a group is put together at once by whoever writes it. */
  private long allocatedBeforeConnecting(Append... group) {
    atConnection = NOWHERE;
    long before = WORKERS.getCurrentThreadAllocatedBytes();
    var outcomes = life.group(group);
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Done.class);
    assertThat(atConnection).isNotEqualTo(NOWHERE);
    return atConnection - before;
  }

  /** The pool, but the first connection that this test asks for is noticed. */
  private Pool noticing(Pool pool) {
    return (Pool)
        Proxy.newProxyInstance(
            Pool.class.getClassLoader(),
            new Class<?>[] {Pool.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")
                  && Thread.currentThread() == test
                  && atConnection == NOWHERE) {
                atConnection = WORKERS.getCurrentThreadAllocatedBytes();
              }
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getTargetException();
              }
            });
  }
}
