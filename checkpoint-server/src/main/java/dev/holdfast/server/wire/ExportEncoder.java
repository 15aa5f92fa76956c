package dev.holdfast.server.wire;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.server.problem.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the lines of an export. */
public final class ExportEncoder {

  private static final BigDecimal MICROS_PER_MINUTE = BigDecimal.valueOf(60_000_000);

  /** Ten decimals of a minute tell every microsecond. */
  private static final int DECIMALS = 10;

  private ExportEncoder() {}

  /** An item. */
  public static byte[] item(ExportedItem item) {
    return Lines.of(
        out -> {
          StoreEncoder.item(out, item.item());
          if (item.ttl() != null && item.expiresAt() != null) {
            out.name("ttl").plain(minutes(item.ttl().micros()));
            out.field("expires_at", StoreEncoder.moment(item.expiresAt()));
          }
          out.end();
        });
  }

  private static Number minutes(long micros) {
    BigDecimal minutes =
        BigDecimal.valueOf(micros)
            .divide(MICROS_PER_MINUTE, DECIMALS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return minutes.scale() <= 0 ? minutes.longValueExact() : minutes;
  }

  /**
   * The last line.
   *
   * @param exported items that this answer held
   * @param last one of all that the caller has; null if there is none
   */
  public static byte[] end(long exported, @Nullable ItemKey last) {
    return Lines.of(
        out -> {
          out.object().field("exported", exported).name("cursor");
          cursor(out, last);
          out.end();
        });
  }

  /** Labels and then the key, as {@code after} takes them. */
  private static void cursor(Out out, @Nullable ItemKey last) throws IOException {
    List<String> names = new ArrayList<>();
    if (last != null) {
      names.addAll(last.namespace().labels());
      names.add(last.key());
    }
    out.plain(last == null ? null : names);
  }

  /** The last line of an export that failed on its way. */
  public static byte[] failed(Problem problem) {
    return Lines.of(out -> out.object().name("problem").plain(problem.fields()).end());
  }
}
