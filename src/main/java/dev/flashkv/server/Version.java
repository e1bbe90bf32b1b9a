package dev.flashkv.server;

/** FlashKV's own version. */
public final class Version {
    private Version() {}

    /** The version, such as 0.1.0. */
    public static String current() {
        return "0.1.0";
    }
}
