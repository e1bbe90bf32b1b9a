package dev.flashkv.reply;

import dev.flashkv.bytes.Bytes;

/**
 * Bulk strings that exist as arrays of bytes alone: there may be millions of them, and a reply with an object for each
 * would take more memory than the strings. Each is made a reply when it is asked for. A null array is a null reply.
 */
final class BulkList extends CompactList {
    private final byte[][] strings;

    /** These, which nobody changes any more, nor what is in them. */
    BulkList(byte[][] strings) {
        this.strings = strings;
    }

    @Override
    public Reply get(int index) {
        byte[] string = strings[index];
        return string == null ? Reply.NULL : new Reply.Bulk(Bytes.wrap(string));
    }

    @Override
    public long payloadBytes() {
        long bytes = 0;
        for (byte[] string : strings) {
            bytes += string == null ? 0 : string.length;
        }
        return bytes;
    }

    @Override
    public int size() {
        return strings.length;
    }
}
