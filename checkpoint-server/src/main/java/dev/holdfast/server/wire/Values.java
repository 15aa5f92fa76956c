package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads values and versions. */
final class Values {

  private Values() {}

  /** {@code type} and {@code bytes}; {@code alone} if the object holds nothing else. */
  static Blob blob(Node node, boolean alone) {
    node.required("type");
    String type = String.valueOf(node.text("type"));
    Identifiers.optional(type, node.at("type"), "type_bytes", node.limits().typeBytes());
    Blob blob = new Blob(type, node.bytes("bytes", node.limits().valueBytes()));
    if (alone) {
      node.end();
    }
    return blob;
  }

  /** A string, an integer or a float. */
  static ChannelVersion version(@Nullable Object version, String pointer, Limits limits) {
    if (version instanceof String text) {
      Identifiers.optional(text, pointer, "identifier_bytes", limits.identifierBytes());
      return ChannelVersion.of(text);
    } else if (version instanceof Long || version instanceof BigInteger) {
      return bounded(ChannelVersion.Kind.INTEGER, version.toString(), limits);
    } else if (version instanceof Double number && Double.isFinite(number)) {
      return real(new BigDecimal(number.toString()), limits);
    } else if (version instanceof BigDecimal number
        && Math.abs((long) number.scale()) <= limits.identifierBytes()) {
      return real(number, limits);
    }
    throw Node.wrong(pointer, "must be a string, an integer or a finite float");
  }

  /** The canonical form: no exponent, and always a fraction. */
  private static ChannelVersion real(BigDecimal number, Limits limits) {
    String digits = number.toPlainString();
    return bounded(
        ChannelVersion.Kind.FLOAT, digits.indexOf('.') < 0 ? digits + ".0" : digits, limits);
  }

  private static ChannelVersion bounded(ChannelVersion.Kind kind, String digits, Limits limits) {
    refuseMore("identifier_bytes", digits.length(), limits.identifierBytes());
    return new ChannelVersion(kind, digits);
  }

  static void refuseMore(String limit, long size, long most) {
    if (size > most) {
      throw new Failure.LimitExceeded(limit, most);
    }
  }
}
