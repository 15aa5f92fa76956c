package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class ConcurrencyTest {

  private static final int CALLERS = 64;
  private static final int ROUNDS = 20;

  @Test
  void sixtyFourCallersEachReadWhatTheyWrote() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Callable<String>> stories = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Format format = i % 2 == 0 ? Format.JSON : Format.MSGPACK;
        stories.add(() -> story(format));
      }
      for (Future<String> story : callers.invokeAll(stories)) {
        assertThat(story.get()).isEqualTo("as written");
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static String story(Format format) {
    var client = Client.of(format);
    String thread = fresh("concurrent");
    for (int i = 0; i < ROUNDS; i++) {
      String id = String.format(Locale.ROOT, "%04d", i);
      batch(client, put(thread, id), putWrites(thread, id, "task", "messages"));
      Answer read = batch(client, getTuple(thread));
      var tuple = read.result().path("tuple");
      if (!tuple.path("checkpoint_id").asText().equals(id) || tuple.path("writes").size() != 1) {
        return read.tree().toString();
      }
    }
    return "as written";
  }

  /** Repeats what did not get its turn: then nothing has happened. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Answer batch(Client client, Map<String, ?>... operations) {
    return Await.holds(
        () -> client.batch(operations),
        answer -> !answer.code().equals("unavailable"),
        "the server has time for a batch");
  }
}
