package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import java.util.ArrayList;
import java.util.List;

/** The keyspaces that a command over several shards has in hand, all at the same instant. */
public interface Keyspaces {
    /** On whose behalf the command runs. */
    Client client();

    /** The number of the database that the client has selected. */
    default int selected() {
        return client().database();
    }

    /** All databases of the shard that has {@code key}, which must be one of the command's keys. */
    Databases databasesOf(Bytes key);

    /** All databases of each shard in hand, in the shards' order. */
    List<Databases> databases();

    /** The selected database's keyspace that has {@code key}, which must be one of the command's keys. */
    default Keyspace of(Bytes key) {
        return databasesOf(key).get(selected());
    }

    /** The selected database's keyspaces in hand, in the shards' order. */
    default List<Keyspace> all() {
        return databases().stream().map(each -> each.get(selected())).toList();
    }

    /** Every keyspace in hand, of whatever database. */
    default List<Keyspace> ofAllDatabases() {
        List<Keyspace> keyspaces = new ArrayList<>();
        databases().forEach(each -> each.forEach(keyspaces::add));
        return keyspaces;
    }
}
