package dev.flashkv.dispatch;

/** What can be said of the calling thread. */
public final class LoopThreads {
    private LoopThreads() {}

    /**
     * Whether the calling thread is an event loop, and the only one of its dispatcher: then everything that runs on
     * that dispatcher runs on this thread.
     */
    public static boolean isLoneLoop() {
        EventLoop current = EventLoop.current();
        return current != null && current.group().size() == 1;
    }

    /**
     * Lets what has come by the sockets meanwhile have its turn soon: to be called by a task that has taken long and
     * goes on in another one. Does nothing on a thread that is no event loop.
     */
    public static void letOthersIn() {
        EventLoop current = EventLoop.current();
        if (current != null) {
            current.lookNow();
        }
    }
}
