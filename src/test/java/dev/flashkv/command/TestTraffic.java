package dev.flashkv.command;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Traffic as a test sets it. */
public final class TestTraffic implements Traffic {
    public long connectionsReceived;
    public long connectionsRejected;
    public long clientsEvicted;
    public long recentInputBytesMax;
    public long recentOutputBytesMax;
    public long commandsProcessed;
    public double commandsPerSecond;
    public long inputBytes;
    public double inputBytesPerSecond;
    public long outputBytes;
    public double outputBytesPerSecond;
    public long errorReplies;
    public SortedMap<String, Long> errors = new TreeMap<>();
    public List<CommandFigures> commands = List.of();
    public long sweepNanos;

    @Override
    public long connectionsReceived() {
        return connectionsReceived;
    }

    @Override
    public long connectionsRejected() {
        return connectionsRejected;
    }

    @Override
    public long clientsEvicted() {
        return clientsEvicted;
    }

    @Override
    public long recentInputBytesMax() {
        return recentInputBytesMax;
    }

    @Override
    public long recentOutputBytesMax() {
        return recentOutputBytesMax;
    }

    @Override
    public long commandsProcessed() {
        return commandsProcessed;
    }

    @Override
    public double commandsPerSecond() {
        return commandsPerSecond;
    }

    @Override
    public long inputBytes() {
        return inputBytes;
    }

    @Override
    public double inputBytesPerSecond() {
        return inputBytesPerSecond;
    }

    @Override
    public long outputBytes() {
        return outputBytes;
    }

    @Override
    public double outputBytesPerSecond() {
        return outputBytesPerSecond;
    }

    @Override
    public long errorReplies() {
        return errorReplies;
    }

    @Override
    public SortedMap<String, Long> errors() {
        return errors;
    }

    @Override
    public List<CommandFigures> commands() {
        return commands;
    }

    @Override
    public long sweepNanos() {
        return sweepNanos;
    }
}
