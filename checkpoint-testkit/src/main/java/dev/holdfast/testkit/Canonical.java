package dev.holdfast.testkit;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.sharing.Checksums;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results as text that is equal for equal results of different stores: lives of threads are
 * numbered as they appear, sets and maps are sorted, times are left out.
 */
final class Canonical {
  private static final int SHORT = 40;

  private final List<Incarnation> lives = new ArrayList<>();

  /** The life that appeared as number {@code label}. */
  Incarnation life(int label) {
    return lives.get(label);
  }

  /** The number under which a life appeared first, -1 if it has not. */
  int label(Incarnation life) {
    return lives.indexOf(life);
  }

  String text(@Nullable Object result) {
    if (result instanceof Incarnation life) {
      if (!lives.contains(life)) {
        lives.add(life);
      }
      return "life " + lives.indexOf(life);
    } else if (result instanceof Optional<?> optional) {
      return optional.isPresent() ? text(optional.get()) : "nothing";
    } else if (result instanceof Outcome.Refused<?> refused) {
      return "refused " + text(refused.failure());
    } else if (result instanceof Failure.MissingValues missing) {
      return "missing " + text(Set.copyOf(missing.channels()));
    } else if (result instanceof Failure.BaseUnknown unknown) {
      return "base unknown " + text(Set.copyOf(unknown.channels()));
    } else if (result instanceof Failure failure) {
      return failure.code().toString();
    } else if (result instanceof Bytes bytes) {
      return bytes(bytes);
    }
    return collection(result);
  }

  private String collection(@Nullable Object result) {
    if (result instanceof List<?> list) {
      return "[\n" + String.join(",\n", list.stream().map(this::text).toList()) + "]";
    } else if (result instanceof Set<?> set) {
      return set.stream().map(this::text).sorted().toList().toString();
    } else if (result instanceof CheckpointMetadata metadata) {
      return collection(metadata.entries());
    } else if (result instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .sorted()
          .toList()
          .toString();
    } else if (result instanceof Instant) {
      return "a time";
    } else if (result instanceof Record row && !(result instanceof ChannelVersion)) {
      return row(row);
    }
    return result instanceof Number number ? number(number) : quoted(result);
  }

  /** The text "null" is not null, nor is "true" true. */
  private static String quoted(@Nullable Object result) {
    return result instanceof String ? "\"" + result + "\"" : String.valueOf(result);
  }

  private static String bytes(Bytes bytes) {
    return bytes.length() > SHORT
        ? bytes + " " + Checksums.of(bytes)
        : "'" + new String(bytes.array(), StandardCharsets.ISO_8859_1) + "'";
  }

  private String row(Record row) {
    StringBuilder text = new StringBuilder(row.getClass().getSimpleName()).append('(');
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(row);
        // Namespaces of a summary come in any order.
        boolean unordered = component.getName().equals("namespaces") && value instanceof List<?>;
        text.append(component.getName())
            .append(": ")
            .append(text(unordered ? Set.copyOf((List<?>) value) : value))
            .append("; ");
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError("a record hides a component", impossible);
      }
    }
    return text.append(')').toString();
  }

  /** Integers and floats stay apart; which class holds them does not matter. */
  private static String number(Number number) {
    boolean whole =
        number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    String sign = number.equals(-0.0) ? "-" : "";
    String digits = new BigDecimal(number.toString()).stripTrailingZeros().toString();
    return (whole ? "integer " : "float ") + sign + digits;
  }
}
