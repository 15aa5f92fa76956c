package dev.holdfast.core.progress;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** The channels of a head, to be judged. */
final class Judged {

  private final Set<ChannelName> channels = new HashSet<>();
  private final Set<ChannelName> empty = new HashSet<>();
  private final Map<ChannelName, Blob> collected = new HashMap<>();

  static Judged valued(String... names) {
    return new Judged().with(names);
  }

  Judged with(String... names) {
    for (String name : names) {
      channels.add(new ChannelName(name));
    }
    return this;
  }

  static Judged empty(String... names) {
    Judged head = valued(names);
    head.empty.addAll(head.channels);
    return head;
  }

  /** A channel whose value is looked at, beside one of LangGraph's that is empty. */
  static Judged collected(String name, String codec, String hex) {
    Judged head = empty("__start__").with(name);
    head.collected.put(
        new ChannelName(name), new Blob(codec, Bytes.owned(HexFormat.of().parseHex(hex))));
    return head;
  }

  Progress progress() {
    return LangGraphChannels.progress(channels, empty, collected::get);
  }
}
