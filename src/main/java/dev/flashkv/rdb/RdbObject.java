package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;

/** A value as RDB has it: its type in one byte, and what follows. */
final class RdbObject {

    /*
     * A list is cut into nodes as redis-server cuts one that has only ever grown at its tail: a node takes elements
     * while it stays within 8 KB by Redis' estimate; an element longer than that is alone in its node.
     */

    private static final int NODE_BYTES_MAX = 8192;

    /** What Redis expects an element to take in a listpack beside itself. */
    private static final int ELEMENT_OVERHEAD_BYTES = 8;

    private RdbObject() {}

    // ---- writing ----

    /**
     * Appends a value. O(n).
     *
     * @param packedBytesMax elements of a list that long, in bytes, or longer are not packed into listpacks
     */
    static void write(Value value, long packedBytesMax, ByteSink out) {
        RdbWriter writer = new RdbWriter(out);
        if (value instanceof StringValue string) {
            out.put(RdbCode.STRING);
            writer.putString(string.bytes());
        } else if (value instanceof ListValue list) {
            out.put(RdbCode.LIST_QUICKLIST_2);
            writeList(list, packedBytesMax, writer);
        } else {
            throw new IllegalArgumentException("no RDB form of " + value.type());
        }
    }

    private static void writeList(ListValue list, long packedBytesMax, RdbWriter writer) {
        writer.putLength(nodesOf(list, packedBytesMax).count());
        ListpackWriter listpack = new ListpackWriter();
        int from = 0;
        while (from < list.size()) {
            int end = nodeEnd(list, from, packedBytesMax);
            if (list.get(from).length() >= packedBytesMax) {
                writer.putLength(RdbCode.NODE_PLAIN);
                writer.putString(list.get(from));
            } else {
                writer.putLength(RdbCode.NODE_PACKED);
                listpack.clear();
                for (int i = from; i < end; i++) {
                    listpack.add(list.get(i));
                }
                listpack.writeTo(writer);
            }
            from = end;
        }
    }

    static DumpPayload.Nodes nodesOf(ListValue list, long packedBytesMax) {
        int count = 0;
        long bytes = 0;
        int from = 0;
        while (from < list.size()) {
            int end = nodeEnd(list, from, packedBytesMax);
            bytes += nodeLength(list, from, end, packedBytesMax);
            count++;
            from = end;
        }
        return new DumpPayload.Nodes(count, bytes);
    }

    private static long nodeLength(ListValue list, int from, int end, long packedBytesMax) {
        if (list.get(from).length() >= packedBytesMax) {
            return list.get(from).length();
        }
        long bytes = Listpack.EMPTY_BYTES;
        for (int i = from; i < end; i++) {
            bytes += ListpackWriter.lengthOf(list.get(i));
        }
        return bytes;
    }

    /** The index after the last element of the node that begins at {@code from}. */
    private static int nodeEnd(ListValue list, int from, long packedBytesMax) {
        int end = from + 1;
        if (list.get(from).length() >= packedBytesMax) {
            return end;
        }
        long bytes = Listpack.EMPTY_BYTES + ListpackWriter.lengthOf(list.get(from));
        while (end < list.size()) {
            Bytes next = list.get(end);
            if (next.length() >= packedBytesMax || bytes + next.length() + ELEMENT_OVERHEAD_BYTES > NODE_BYTES_MAX) {
                break;
            }
            bytes += ListpackWriter.lengthOf(next);
            end++;
        }
        return end;
    }

    // ---- reading ----

    /**
     * The value that {@code in} begins with, copied. O(n).
     *
     * @param stringLengthMax the longest string allowed, in bytes
     * @throws RdbFormatException if there is none
     */
    static Value read(ByteSource in, long stringLengthMax) throws RdbFormatException {
        RdbReader reader = new RdbReader(in, stringLengthMax);
        int type = reader.nextByte();
        return switch (type) {
            case RdbCode.STRING -> StringValue.of(reader.nextString());
            case RdbCode.LIST, RdbCode.LIST_ZIPLIST, RdbCode.LIST_QUICKLIST, RdbCode.LIST_QUICKLIST_2 ->
                readList(type, reader);
            default -> throw new RdbFormatException("unknown type of value");
        };
    }

    private static ListValue readList(int type, RdbReader reader) throws RdbFormatException {
        ListValue list = new ListValue();
        // Each node takes a byte at least, so that a lie about their number ends with the bytes.
        long nodes = type == RdbCode.LIST_ZIPLIST ? 1 : reader.nextLength();
        for (long i = 0; i < nodes; i++) {
            switch (type) {
                case RdbCode.LIST -> list.pushTail(reader.nextString());
                case RdbCode.LIST_QUICKLIST_2 -> readNode(list, reader);
                default -> Ziplist.read(reader.nextString(), list::pushTail);
            }
        }
        if (list.isVacant()) {
            throw new RdbFormatException("empty list");
        }
        return list;
    }

    private static void readNode(ListValue list, RdbReader reader) throws RdbFormatException {
        long container = reader.nextLength();
        Bytes content = reader.nextString();
        if (container == RdbCode.NODE_PACKED) {
            Listpack.read(content, list::pushTail);
        } else if (container == RdbCode.NODE_PLAIN && !content.isEmpty()) {
            list.pushTail(content);
        } else {
            throw new RdbFormatException("not a list's node");
        }
    }
}
