package dev.holdfast.server.metrics;

import static dev.holdfast.server.support.Replies.SPLICE;
import static dev.holdfast.server.support.Replies.WHOLE;
import static dev.holdfast.server.support.Replies.page;
import static dev.holdfast.server.support.Replies.spliced;
import static dev.holdfast.server.support.Replies.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.core.usecase.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueBytesTest {

  private static final double SPLICE_BYTES = (double) SPLICE.sentBytes();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ValueBytes bytes = new ValueBytes(registry);

  private double travelled(String direction, String form) {
    return registry.get("checkpoint.value.bytes." + direction).tag("form", form).counter().count();
  }

  private double represented(String direction, String form) {
    return registry
        .get("checkpoint.value.bytes.represented")
        .tag("direction", direction)
        .tag("form", form)
        .counter()
        .count();
  }

  private static Operation put(SentValue first, SentValue second) {
    var values = Map.of(new ChannelName("a"), first, new ChannelName("b"), second);
    var put =
        new CheckpointPut(
            tuple(WHOLE).row().key(),
            null,
            Map.of(),
            Set.of(),
            values,
            CheckpointMetadata.EMPTY,
            WHOLE,
            null,
            null);
    return new Operation.Write("put", put);
  }

  @Test
  void whatPutsCarryIsCountedByItsForm() {
    bytes.received(
        List.of(
            put(WHOLE, spliced()),
            put(WHOLE, WHOLE),
            new Operation.Unreadable("put", Failure.threadDeleted())));

    assertThat(travelled("received", "whole")).isEqualTo(15);
    assertThat(represented("received", "whole")).isEqualTo(15);
    assertThat(travelled("received", "splice")).isEqualTo(SPLICE_BYTES);
    assertThat(represented("received", "splice")).isEqualTo(10);
    assertThat(travelled("sent", "whole")).isZero();
  }

  @Test
  void whatIsReadIsCountedByItsForm() {
    var page = page(new PageValue.Whole(WHOLE), new PageValue.Spliced(0, SPLICE));
    var seeds =
        Map.of(
            new ChannelName("a"), new ChannelHistory(List.of(), WHOLE),
            new ChannelName("b"), new ChannelHistory(List.of(), null));

    bytes.sent(
        List.of(
            new Reply.Tuple(tuple(WHOLE)),
            new Reply.Tuple(tuple(spliced())),
            new Reply.Tuple(null),
            new Reply.Page(page),
            new Reply.Histories(seeds),
            new Reply.Failed(Failure.threadDeleted())));

    assertThat(travelled("sent", "whole")).isEqualTo(15);
    assertThat(represented("sent", "whole")).isEqualTo(15);
    assertThat(travelled("sent", "splice")).isEqualTo(2 * SPLICE_BYTES);
    assertThat(represented("sent", "splice")).isEqualTo(20);
    assertThat(travelled("received", "whole")).isZero();
  }
}
