package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import java.util.Optional;

/**
 * A message of Pub/Sub.
 *
 * @param pattern the pattern that its channel has matched; empty for a subscription to the channel itself
 * @param channel where it was published
 * @param payload what was published, possibly empty
 */
public record PubSubMessage(Optional<Bytes> pattern, Bytes channel, Bytes payload) {}
