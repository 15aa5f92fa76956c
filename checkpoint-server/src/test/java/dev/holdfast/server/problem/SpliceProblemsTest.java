package dev.holdfast.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store refuses about splices, as a saver hears it. */
class SpliceProblemsTest {

  private static JsonNode second(Failure failure) {
    List<Reply> replies = List.of(new Reply.Tuple(null), new Reply.Failed(failure));
    JsonNode answer =
        Codec.read(Format.JSON, ReplyEncoder.batch(Format.JSON, replies, "0123456789abcdef"));
    assertThat(Contract.errors("BatchAnswer", answer)).isEmpty();
    return answer.at("/results/1/problem");
  }

  @Test
  void anUnknownBaseNamesTheChannelsToSendWhole() {
    var failure = new Failure.BaseUnknown(List.of(new ChannelName("a"), new ChannelName("b")));

    JsonNode problem = second(failure);

    assertThat(problem.path("code").asText()).isEqualTo("base-unknown");
    assertThat(problem.path("status").asInt()).isEqualTo(409);
    assertThat(problem.path("retry").asText()).isEqualTo("check_first");
    assertThat(problem.path("missing")).asString().isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void anInvalidSplicePointsAtItsValue() {
    var failure = new Failure.InvalidSplice(new ChannelName("a/~b"), "another checksum");

    JsonNode problem = second(failure);

    assertThat(problem.path("code").asText()).isEqualTo("invalid-splice");
    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("retry").asText()).isEqualTo("never");
    assertThat(problem.path("pointer").asText()).isEqualTo("/operations/1/values/a~1~0b");
    assertThat(problem.path("detail").asText()).isEqualTo("another checksum");
  }
}
