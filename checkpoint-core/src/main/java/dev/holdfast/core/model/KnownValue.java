package dev.holdfast.core.model;

/**
 * A value that the caller of a read holds already.
 *
 * @param version its version
 * @param checksum of its bytes; both must match, since versions repeat after a delete and a new
 *     start
 */
public record KnownValue(ChannelVersion version, Checksum checksum) {}
