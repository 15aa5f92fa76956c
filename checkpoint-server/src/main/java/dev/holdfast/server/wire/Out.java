package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Splice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one body. Objects are written with their size first, which MessagePack needs and JSON
 * ignores.
 */
public final class Out {

  private static final int FIRST_CAPACITY = 512;

  private final JsonGenerator out;
  private final Format format;

  private Out(JsonGenerator out, Format format) {
    this.out = out;
    this.format = format;
  }

  /** What writes a body. */
  @FunctionalInterface
  public interface Body {
    /** Writes to {@code out}. */
    void write(Out out) throws IOException;
  }

  /** The bytes that {@code body} writes. */
  public static byte[] bytes(Format format, Body body) {
    ByteBuffer written = written(format, body);
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }

  /** The same, where a body may be too large to be copied once more. */
  public static ByteBuffer written(Format format, Body body) {
    ByteBuf bytes = Unpooled.buffer(FIRST_CAPACITY);
    OutputStream stream = new ByteBufOutputStream(bytes);
    try (JsonGenerator out = format.factory().createGenerator(stream)) {
      body.write(new Out(out, format));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.nioBuffer();
  }

  Out object() throws IOException {
    out.writeStartObject();
    return this;
  }

  Out end() throws IOException {
    out.writeEndObject();
    return this;
  }

  Out startList() throws IOException {
    out.writeStartArray();
    return this;
  }

  Out endList() throws IOException {
    out.writeEndArray();
    return this;
  }

  Out name(String name) throws IOException {
    out.writeFieldName(new SerializedString(name));
    return this;
  }

  Out field(String name, @Nullable String text) throws IOException {
    name(name);
    return value(text);
  }

  Out field(String name, long number) throws IOException {
    name(name);
    out.writeNumber(number);
    return this;
  }

  Out field(String name, boolean fact) throws IOException {
    name(name);
    out.writeBoolean(fact);
    return this;
  }

  Out field(String name, byte[] bytes) throws IOException {
    name(name);
    out.writeBinary(bytes);
    return this;
  }

  Out value(@Nullable String text) throws IOException {
    if (text == null) {
      out.writeNull();
    } else {
      out.writeString(text);
    }
    return this;
  }

  /** A value: {@code type} and {@code bytes}. */
  Out blobFields(Blob blob) throws IOException {
    return field("type", blob.codec()).field("bytes", blob.bytes().array());
  }

  Out blob(String name, Blob blob) throws IOException {
    return name(name).object().blobFields(blob).end();
  }

  /** What a splice is made of, but for its base. */
  Out spliceFields(Splice splice) throws IOException {
    name("parts").startList();
    for (Splice.Part part : splice.parts()) {
      if (part instanceof Splice.Kept kept) {
        startList();
        out.writeNumber(kept.offset());
        out.writeNumber(kept.length());
        endList();
      } else if (part instanceof Splice.Fresh fresh) {
        out.writeBinary(fresh.bytes().array());
      }
    }
    return endList().field("length", splice.length()).field("checksum", splice.checksum().bytes());
  }

  Out version(ChannelVersion version) throws IOException {
    switch (version.kind()) {
      case TEXT -> out.writeString(version.text());
      case INTEGER -> plain(new BigInteger(version.text()));
      case FLOAT -> real(new BigDecimal(version.text()));
    }
    return this;
  }

  Out names(String name, Collection<ChannelName> channels) throws IOException {
    name(name).startList();
    for (ChannelName channel : channels) {
      out.writeString(channel.value());
    }
    return endList();
  }

  /** A plain value as {@link Tree} reads it. */
  Out plain(@Nullable Object value) throws IOException {
    if (value == null || value instanceof String) {
      return value((String) value);
    } else if (value instanceof Boolean fact) {
      out.writeBoolean(fact);
    } else if (value instanceof Map<?, ?> map) {
      object();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        name(String.valueOf(entry.getKey())).plain(entry.getValue());
      }
      end();
    } else if (value instanceof Collection<?> list) {
      startList();
      for (Object element : list) {
        plain(element);
      }
      endList();
    } else {
      number((Number) value);
    }
    return this;
  }

  private void number(Number number) throws IOException {
    if (number instanceof Integer || number instanceof Long) {
      out.writeNumber(number.longValue());
    } else if (number instanceof BigInteger big) {
      integer(big);
    } else if (number instanceof BigDecimal decimal) {
      real(decimal);
    } else {
      out.writeNumber(number.doubleValue());
    }
  }

  /**
   * MessagePack has integers of 64 bits, signed or not; a larger one is the nearest float in it.
   */
  private void integer(BigInteger number) throws IOException {
    int bits = number.signum() < 0 ? Long.SIZE - 1 : Long.SIZE;
    if (format == Format.JSON || number.bitLength() <= bits) {
      out.writeNumber(number);
    } else {
      nearest(number.doubleValue(), number.toString());
    }
  }

  /** JSON has every digit; MessagePack the nearest float. */
  private void real(BigDecimal number) throws IOException {
    double near = number.doubleValue();
    boolean same =
        !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(number) == 0;
    if (format == Format.MSGPACK || same) {
      nearest(near, number.toString());
    } else {
      out.writeNumber(number);
    }
  }

  /** What no float is near to is told as a string rather than as infinity. */
  private void nearest(double near, String digits) throws IOException {
    if (Double.isInfinite(near)) {
      out.writeString(digits);
    } else {
      out.writeNumber(near);
    }
  }
}
