package dev.holdfast.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/**
 * Bodies between Vert.x and arrays without a copy: they are as large as a state. Vert.x 5 has the
 * same under another name, hence the deprecation.
 */
@SuppressWarnings("deprecation")
public final class Uncopied {

  private Uncopied() {}

  /** What is written of {@code bytes}; nobody changes it any more. */
  public static Buffer buffer(ByteBuffer bytes) {
    return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
  }

  /** The bytes of {@code buffer}, which nobody changes any more. */
  static byte[] bytes(Buffer buffer) {
    ByteBuf held = buffer.getByteBuf();
    boolean alone = held.hasArray() && held.array().length == held.readableBytes();
    return alone ? held.array() : buffer.getBytes();
  }
}
