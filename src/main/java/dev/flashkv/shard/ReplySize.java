package dev.flashkv.shard;

import dev.flashkv.reply.CompactList;
import dev.flashkv.reply.Reply;
import java.util.List;

/** What replies take in memory, about, as if nothing of them were anybody else's, too. */
final class ReplySize {
    /** An object, and the reference to it. */
    private static final long OBJECT_BYTES = 32;

    /** An array of bytes without those, and the reference to it. */
    private static final long ARRAY_BYTES = 20;

    private ReplySize() {}

    /** One reply with all that is in it, in bytes. O(replies within). */
    static long of(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return OBJECT_BYTES + bulk.bytes().length();
        } else if (reply instanceof Reply.Array array) {
            return of(array.elements());
        } else if (reply instanceof Reply.MapReply map) {
            return of(map.keysAndValues());
        } else if (reply instanceof Reply.SetReply set) {
            return of(set.elements());
        } else if (reply instanceof Reply.Several several) {
            return of(several.replies());
        } else if (reply instanceof Reply.Verbatim verbatim) {
            return OBJECT_BYTES + verbatim.text().length();
        }
        return OBJECT_BYTES;
    }

    private static long of(List<Reply> replies) {
        if (replies instanceof CompactList compact) {
            return OBJECT_BYTES + compact.payloadBytes() + compact.size() * ARRAY_BYTES;
        }
        long bytes = OBJECT_BYTES;
        // By index, without an iterator: there may be many.
        for (int i = 0, count = replies.size(); i < count; i++) {
            bytes += of(replies.get(i));
        }
        return bytes;
    }
}
