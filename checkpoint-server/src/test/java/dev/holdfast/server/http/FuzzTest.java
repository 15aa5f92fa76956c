package dev.holdfast.server.http;

import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class FuzzTest {

  private static final int ROUNDS = 600;
  private static final List<String> SECRETS =
      List.of("Exception", "java.", "dev.holdfast.core", "jackson", "vertx", "at org.", "SQLSTATE");

  @ParameterizedTest
  @EnumSource
  void whateverIsDamagedIsRefusedInOrder(Format format) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] good =
        Codec.write(
            format,
            Map.of(
                "operations",
                List.of(
                    put("fuzz", "1", "metadata", Map.of("a", List.of(1, 2.5, "x", true))),
                    putWrites("fuzz", "1", "t", "c"),
                    getTuple("fuzz"),
                    op("list", "thread_id", "fuzz", "limit", 3),
                    Store.store(
                        Store.put(List.of("fuzz"), "k", Map.of("a", List.of(1, 2.5, "x"))),
                        Store.get(List.of("fuzz"), "k"),
                        Store.search(List.of("fuzz"), "filter", Map.of("a", Map.of("$gte", 1))),
                        Store.part("list_namespaces", "max_depth", 1)))));

    for (int i = 0; i < ROUNDS; i++) {
      Answer answer = Client.of(format).send("POST", "/v1/batch", damaged(good, random));

      assertThat(answer.status()).as("seed %d, round %d", seed, i).isIn(200, 400, 413);
      assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
          .as("seed %d, round %d", seed, i)
          .doesNotContain(SECRETS)
          .doesNotContain("\"code\":\"internal\"");
    }
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] body = good.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int place = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[place] = (byte) random.nextInt(256);
        case 1 -> body[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> body = Arrays.copyOf(body, Math.max(1, place));
        default -> body[place] = good[random.nextInt(good.length)];
      }
    }
    return body;
  }
}
