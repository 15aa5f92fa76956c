package dev.holdfast.server.metrics;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.core.usecase.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * Counts the bytes of channel values that travel in batches, and of the values that they stand for:
 * what splices spare is the difference.
 *
 * <p>Once for each batch, so that the hot path touches each counter once at most. What the caller
 * holds already is not counted: nobody reads how long it is.
 */
@ApplicationScoped
public class ValueBytes {

  private final Direction received;
  private final Direction sent;

  /** Shows them in {@code registry}. */
  public ValueBytes(MeterRegistry registry) {
    received = new Direction(registry, "received");
    sent = new Direction(registry, "sent");
  }

  /** A batch came in; operations that cannot be read are not counted. */
  public void received(List<Operation> operations) {
    var sum = new Sum();
    for (Operation operation : operations) {
      if (operation instanceof Operation.Write write
          && write.append() instanceof CheckpointPut put) {
        sum.all(put.values().values());
      }
    }
    received.add(sum);
  }

  /** A batch is answered. */
  public void sent(List<Reply> replies) {
    var sum = new Sum();
    for (Reply reply : replies) {
      if (reply instanceof Reply.Tuple found && found.tuple() != null) {
        sum.all(found.tuple().values().values());
      } else if (reply instanceof Reply.Page page) {
        sum.page(page.page());
      } else if (reply instanceof Reply.Histories histories) {
        sum.seeds(histories.channels());
      }
    }
    sent.add(sum);
  }

  /** The bytes of one batch. */
  private static final class Sum {
    private long whole;
    private long spliced;
    private long representedBySplices;

    void all(Iterable<SentValue> values) {
      for (SentValue value : values) {
        if (value instanceof Blob blob) {
          whole += blob.length();
        } else {
          splice(value.sentBytes(), value.length());
        }
      }
    }

    void page(HistoryPage page) {
      for (PageValue value : page.values()) {
        if (value instanceof PageValue.Whole one) {
          whole += one.blob().length();
        } else if (value instanceof PageValue.Spliced one) {
          splice(one.splice().sentBytes(), one.splice().length());
        }
      }
    }

    void seeds(Map<?, ChannelHistory> channels) {
      for (ChannelHistory history : channels.values()) {
        Blob seed = history.seed();
        whole += seed == null ? 0 : seed.length();
      }
    }

    private void splice(long bytes, int length) {
      spliced += bytes;
      representedBySplices += length;
    }
  }

  /** The counters of one direction. */
  private static final class Direction {
    private final Counter whole;
    private final Counter spliced;
    private final Counter representedWhole;
    private final Counter representedBySplices;

    Direction(MeterRegistry registry, String name) {
      whole = travelled(registry, name, "whole");
      spliced = travelled(registry, name, "splice");
      representedWhole = represented(registry, name, "whole");
      representedBySplices = represented(registry, name, "splice");
    }

    private static Counter travelled(MeterRegistry registry, String direction, String form) {
      return Counter.builder("checkpoint.value.bytes." + direction)
          .description("Bytes of channel values that batches carried, a splice's roughly")
          .tag("form", form)
          .register(registry);
    }

    private static Counter represented(MeterRegistry registry, String direction, String form) {
      return Counter.builder("checkpoint.value.bytes.represented")
          .description("Bytes of the whole channel values that batches stood for")
          .tag("direction", direction)
          .tag("form", form)
          .register(registry);
    }

    void add(Sum sum) {
      if (sum.whole > 0) {
        whole.increment((double) sum.whole);
        representedWhole.increment((double) sum.whole);
      }
      if (sum.spliced + sum.representedBySplices > 0) {
        spliced.increment((double) sum.spliced);
        representedBySplices.increment((double) sum.representedBySplices);
      }
    }
  }
}
