package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.store.bulk.ImportedItem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a line of an import to an item; an export writes such lines. */
public final class ImportDecoder {

  /**
   * Bytes of one line. What fits {@code item_bytes} and {@code item_name_bytes} fits, however it is
   * escaped: three bytes for each that is counted.
   */
  public static final int MOST_LINE_BYTES = 4 * ItemDecoder.MOST_BYTES;

  /** Years that Postgres and ISO 8601 have in common. */
  private static final int LAST_YEAR = 9999;

  private static final byte[] WHITE = {' ', '\t', '\r'};

  private final Limits limits;

  /** A decoder that holds values to {@code limits}. */
  public ImportDecoder(Limits limits) {
    this.limits = limits;
  }

  /**
   * Reads a line.
   *
   * @return the item; empty for an empty line, and for the one that ends an export
   * @throws MalformedBody if it is not JSON
   * @throws Failure if it is no item that can be put
   */
  public Optional<ImportedItem> line(byte[] line) {
    return isBlank(line)
        ? Optional.empty()
        : Node.whole(Format.JSON, line, limits, ImportDecoder::item);
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != WHITE[0] && b != WHITE[1] && b != WHITE[2]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ImportedItem> item(Node node) {
    if (node.has("exported")) {
      node.raw("exported");
      node.raw("cursor");
      return Optional.empty();
    }
    // An item lives as its line says, not as this server's policy does.
    StoreOperation.Put put = new ItemDecoder(node, TtlPolicy.NONE).put();
    Instant end = moment(node, "expires_at");
    if (end != null && put.ttl() == null) {
      throw Node.wrong(node.at("ttl"), "is required where there is an expires_at");
    }
    var times = new ItemTimes(moment(node, "created_at"), moment(node, "updated_at"), end);
    return Optional.of(new ImportedItem(put, times));
  }

  private static @Nullable Instant moment(Node node, String name) {
    String text = node.text(name);
    if (text == null) {
      return null;
    }
    try {
      OffsetDateTime moment = OffsetDateTime.parse(text);
      if (moment.getYear() >= 1 && moment.getYear() <= LAST_YEAR) {
        return moment.toInstant().truncatedTo(ChronoUnit.MICROS);
      }
    } catch (DateTimeException e) {
      // Told below
    }
    throw Node.wrong(node.at(name), "must be a moment such as 2026-01-01T00:00:00.123456+00:00");
  }
}
