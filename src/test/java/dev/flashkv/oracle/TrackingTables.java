package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import java.util.List;

/** Client-side caching, as far as one client in either protocol is concerned. */
final class TrackingTables {
    private TrackingTables() {}

    static List<Sequence> all() {
        return List.of(
                sequence(
                        "CLIENT CACHING",
                        "CLIENT CACHING",
                        "CLIENT CACHING YES NO",
                        "CLIENT CACHING YES",
                        "CLIENT CACHING NO",
                        "CLIENT CACHING junk",
                        "CLIENT TRACKING ON",
                        "CLIENT CACHING yes",
                        "CLIENT CACHING no",
                        "CLIENT CACHING junk",
                        "CLIENT TRACKING ON optin",
                        "CLIENT CACHING yes",
                        "CLIENT TRACKINGINFO",
                        "PING",
                        "CLIENT TRACKINGINFO",
                        "CLIENT CACHING yes",
                        "CLIENT TRACKING ON OPTIN NOLOOP",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKING OFF",
                        "CLIENT TRACKING ON OPTIN",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKING OFF"),
                sequence(
                        "CLIENT TRACKING",
                        "CLIENT TRACKING",
                        "CLIENT TRACKING junk",
                        "CLIENT TRACKING junk junk",
                        "CLIENT TRACKING junk REDIRECT 99999999",
                        "CLIENT TRACKING junk BCAST",
                        "CLIENT TRACKING on bcast prefix b prefix a noloop",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKING on bcast prefix ab\\r\\n",
                        "CLIENT TRACKING on bcast prefix x prefix x\\x00y",
                        "CLIENT TRACKING on bcast prefix \\xff",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKING on bcast noloop redirect",
                        "CLIENT TRACKING on bcast redirect 0",
                        "CLIENT TRACKING on bcast redirect 1.5",
                        "CLIENT TRACKING on optin",
                        "CLIENT TRACKING off",
                        "CLIENT TRACKING off bcast prefix",
                        "CLIENT TRACKING on prefix a",
                        "CLIENT TRACKING on optin optout bcast",
                        "CLIENT TRACKINGINFO"),
                sequence(
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKINGINFO x",
                        "CLIENT GETREDIR",
                        "CLIENT GETREDIR x",
                        "CLIENT TRACKING ON",
                        "CLIENT TRACKINGINFO",
                        "CLIENT GETREDIR",
                        "RESET",
                        "CLIENT TRACKINGINFO"),
                sequence(
                        "tracking-table-max-keys",
                        "CONFIG GET tracking-table-max-keys",
                        "CONFIG SET tracking-table-max-keys -1",
                        "CONFIG SET tracking-table-max-keys x",
                        "CONFIG SET tracking-table-max-keys 0",
                        "CONFIG GET tracking-table-max-keys",
                        "CONFIG SET tracking-table-max-keys 1000000"));
    }
}
