package dev.flashkv.command;

import java.util.ArrayList;
import java.util.List;

/** Remembers which pauses were asked for. */
public final class TestPause implements ClientPause {
    /** Each pause as its end and kind, such as {@code 1700000000100 WRITE}, or {@code END}. */
    public final List<String> asked = new ArrayList<>();

    public int waitingClients;

    @Override
    public void begin(long endMillis, boolean writesOnly) {
        asked.add(endMillis + (writesOnly ? " WRITE" : " ALL"));
    }

    @Override
    public void end() {
        asked.add("END");
    }

    @Override
    public int waitingClients() {
        return waitingClients;
    }
}
