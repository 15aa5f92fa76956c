package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads values and versions. */
final class Values {

  private Values() {}

  /** {@code type} and {@code bytes}; {@code alone} if the object holds nothing else. */
  static Blob blob(Node node, boolean alone) {
    Blob blob = new Blob(type(node), node.bytes("bytes", node.limits().valueBytes()));
    if (alone) {
      node.end();
    }
    return blob;
  }

  static String type(Node node) {
    node.required("type");
    String type = String.valueOf(node.text("type"));
    return Identifiers.optional(type, node.at("type"), "type_bytes", node.limits().typeBytes());
  }

  /** {@code version} and {@code checksum}, and nothing else. */
  static KnownValue known(Node node) {
    Object sent = node.required("version");
    ChannelVersion version = version(sent, node.at("version"), node.limits());
    Checksum checksum = checksum(node);
    node.end();
    return new KnownValue(version, checksum);
  }

  static Checksum checksum(Node node) {
    Bytes checksum = node.bytes("checksum", Integer.MAX_VALUE);
    if (checksum.length() != Checksum.LENGTH) {
      throw Node.wrong(node.at("checksum"), "must be " + Checksum.LENGTH + " bytes");
    }
    return Checksum.of(checksum.array());
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
