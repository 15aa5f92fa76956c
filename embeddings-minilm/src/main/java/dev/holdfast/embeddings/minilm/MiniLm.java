package dev.holdfast.embeddings.minilm;

import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.LocalModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** all-MiniLM-L6-v2, quantized, as configuration names it. */
public final class MiniLm implements LocalModel {

  /** Made by the {@code ServiceLoader}. */
  public MiniLm() {}

  @Override
  public String name() {
    return "minilm";
  }

  @Override
  public Embedder open(Path cache, int threads) {
    try {
      Files.createDirectories(cache.resolve("jna"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // By default the tokenizer and JNA unpack into the home directory; who set these, meant it.
    unlessSet("DJL_CACHE_DIR", cache.toString());
    unlessSet("ENGINE_CACHE_DIR", cache.toString());
    unlessSet("jna.tmpdir", cache.resolve("jna").toString());
    // Reports of what was used would leave the machine
    unlessSet("OPT_OUT_TRACKING", "true");
    return new MiniLmEmbedder(threads);
  }

  private static void unlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
