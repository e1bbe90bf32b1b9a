package dev.flashkv.dispatch;

/** What can be said of the calling thread. */
public final class LoopThreads {
    private LoopThreads() {}

    /**
     * Whether the calling thread is an event loop, and the only one of its dispatcher: then everything that runs on that
     * dispatcher runs on this thread.
     */
    public static boolean isLoneLoop() {
        EventLoop current = EventLoop.current();
        return current != null && current.group().size() == 1;
    }
}
