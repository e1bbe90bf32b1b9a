package dev.flashkv.command;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** An inbox that keeps what comes. */
final class Messages implements Client.Inbox {
    private final List<Object> messages = new ArrayList<>();
    private int holds;

    @Override
    public void push(Reply message) {
        messages.add(Plain.of(message));
    }

    @Override
    public void hold() {
        holds++;
    }

    /** How many times messages were held back until after a reply. */
    int holds() {
        return holds;
    }

    /** What has come since the last call. */
    List<Object> take() {
        List<Object> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }
}
