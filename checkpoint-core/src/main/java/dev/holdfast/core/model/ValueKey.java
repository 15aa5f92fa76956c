package dev.holdfast.core.model;

/**
 * Names one immutable value.
 *
 * @param place thread and namespace
 * @param channel the channel
 * @param version its version
 */
public record ValueKey(NamespaceKey place, ChannelName channel, ChannelVersion version) {}
