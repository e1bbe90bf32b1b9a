package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import java.util.List;

/** The keyspaces that a command over several shards has in hand, all at the same instant. */
public interface Keyspaces {
    /** The keyspace that has {@code key}, which must be one of the command's keys. */
    Keyspace of(Bytes key);

    /** All keyspaces in hand, in the shards' order. */
    List<Keyspace> all();
}
