package dev.holdfast.signals.fake;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes any call with one request and one answer, as bytes. */
final class AnyMethod extends HandlerRegistry {
  private static final Context.Key<String> AUTHORIZATION = Context.key("authorization");
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final BiConsumer<Call, StreamObserver<byte[]>> handler;

  /** A call; {@code authorization} is its header. */
  record Call(String method, ByteString request, @Nullable String authorization) {}

  AnyMethod(BiConsumer<Call, StreamObserver<byte[]>> handler) {
    this.handler = handler;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
    ServerCallHandler<byte[], byte[]> unary =
        ServerCalls.asyncUnaryCall(
            (request, answer) ->
                handler.accept(
                    new Call(method, ByteString.copyFrom(request), AUTHORIZATION.get()), answer));
    return ServerMethodDefinition.create(
        descriptor(method),
        (call, headers) -> {
          String authorization = headers.get(HEADER);
          Context context =
              authorization == null
                  ? Context.current()
                  : Context.current().withValue(AUTHORIZATION, authorization);
          return Contexts.interceptCall(context, call, headers, unary);
        });
  }

  static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .setRequestMarshaller(AsItIs.MARSHALLER)
        .setResponseMarshaller(AsItIs.MARSHALLER)
        .build();
  }

  private enum AsItIs implements MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
