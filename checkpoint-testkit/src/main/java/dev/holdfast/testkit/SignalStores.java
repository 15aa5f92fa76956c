package dev.holdfast.testkit;

import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalOutbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The ports of signals over one storage, and its time.
 *
 * @param outbox of one replica
 * @param other the same outbox as another replica has it
 * @param desk what people ask of both
 * @param clock what time it is there
 * @param time lets time pass for everything stored: a clock goes on, or all times that are stored
 *     go back by as much
 */
public record SignalStores(
    SignalOutbox outbox,
    SignalOutbox other,
    SignalDesk desk,
    InstantSource clock,
    Consumer<Duration> time) {}
