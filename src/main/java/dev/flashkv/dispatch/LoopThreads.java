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
     * Whether the calling thread is an event loop, where a wait could be for a task of the same loop, and so for ever.
     */
    public static boolean isLoop() {
        return EventLoop.current() != null;
    }

    /**
     * Runs {@code task} on the calling thread's event loop when others have had their turn, those included whose
     * requests have come by the sockets meanwhile: for work that is done in pieces. Of all such tasks of a loop one at
     * a time gets a turn, in the order in which they came.
     *
     * @return false if the calling thread is no event loop: then nothing happens
     */
    public static boolean afterOthers(Runnable task) {
        EventLoop current = EventLoop.current();
        if (current == null) {
            return false;
        }
        current.executePatiently(task);
        return true;
    }
}
