package dev.holdfast.testkit;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.testkit.gen.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells a value of a page as a splice of the one before it, and of a tuple as one of a known. */
final class SplicingReader implements CheckpointReader {
  private final CheckpointReader reader;
  private final boolean always;

  /** Faulty if {@code always}: then it asks nobody whether splices are welcome. */
  SplicingReader(CheckpointReader reader, boolean always) {
    this.reader = reader;
    this.always = always;
  }

  @Override
  public CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices) {
    var found = reader.find(place, id, known, false);
    return splices || always
        ? found.thenApply(tuple -> tuple.map(whole -> spliced(whole, known)))
        : found;
  }

  /** Without the bytes of what is known, nothing can be kept of it. */
  private static CheckpointTuple spliced(
      CheckpointTuple tuple, Map<ChannelName, KnownValue> known) {
    Map<ChannelName, SentValue> values = new HashMap<>(tuple.values());
    values.replaceAll(
        (channel, value) -> {
          KnownValue base = known.get(channel);
          Blob blob = (Blob) value;
          return base == null
              ? value
              : new SplicedValue(
                  base, Fixtures.splice(blob, List.of(new Splice.Fresh(blob.bytes()))));
        });
    return new CheckpointTuple(tuple.row(), values, tuple.known());
  }

  @Override
  public CompletionStage<HistoryPage> list(HistoryQuery query) {
    var page = reader.list(query);
    return query.splices() || always ? page.thenApply(SplicingReader::spliced) : page;
  }

  private static HistoryPage spliced(HistoryPage page) {
    List<PageValue> values = new ArrayList<>();
    Blob last = null;
    for (PageValue value : page.values()) {
      Blob blob = ((PageValue.Whole) value).blob();
      values.add(
          last == null ? value : new PageValue.Spliced(values.size() - 1, between(last, blob)));
      last = blob;
    }
    return new HistoryPage(page.checkpoints(), page.places(), values, page.next());
  }

  /** Keeps what both begin with. */
  private static Splice between(Blob base, Blob blob) {
    byte[] bytes = blob.bytes().array();
    int same = Arrays.mismatch(base.bytes().array(), bytes);
    int kept = same < 0 ? bytes.length : same;
    List<Splice.Part> parts = new ArrayList<>();
    if (kept > 0) {
      parts.add(Fixtures.kept(0, kept));
    }
    var rest = Arrays.copyOfRange(bytes, kept, bytes.length);
    parts.add(new Splice.Fresh(Bytes.owned(rest)));
    return Fixtures.splice(blob, parts);
  }

  @Override
  public CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels) {
    return reader.deltaHistory(place, id, channels);
  }
}
