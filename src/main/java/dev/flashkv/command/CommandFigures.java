package dev.flashkv.command;

/**
 * How often a command was called and how long it took, since start or CONFIG RESETSTAT.
 *
 * @param spec the command
 * @param calls how often it was carried out
 * @param nanos how long that took in all, in nanoseconds
 * @param failed how many of these calls ended with an error
 * @param rejected how often it was refused before it was carried out
 * @param latency how long the calls took
 */
public record CommandFigures(
        CommandSpec spec, long calls, long nanos, long failed, long rejected, LatencyHistogram latency) {}
