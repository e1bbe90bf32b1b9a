package dev.flashkv.reply;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Replies of which there may be millions: each is made when it is asked for, of something smaller that never changes.
 * So the list is no view of live data, and needs no copy.
 */
public abstract class CompactList extends AbstractList<Reply> implements RandomAccess {
    CompactList() {}

    /** How many bytes all that the replies are made of have, without what objects add to that. O(size). */
    public abstract long payloadBytes();
}
