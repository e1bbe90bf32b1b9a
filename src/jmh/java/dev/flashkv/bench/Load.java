package dev.flashkv.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement: a test of redis-benchmark with its parameters.
 *
 * @param test its name for redis-benchmark's -t
 * @param pipeline commands sent at once by each client
 * @param clients connections
 * @param valueBytes the length of values
 * @param requests how many commands are sent
 */
record Load(String test, int pipeline, int clients, int valueBytes, int requests) {
    private static final int KEYS = 100_000;

    /** The list that redis-benchmark's tests of lists work on. */
    private static final String LIST = "mylist";

    private static final String LRANGE = "lrange_";

    /* A list of all that a round pushes or pops is to fit into memory beside everything else. */
    private static final long LIST_BYTES_MAX = 512L << 20;
    private static final int LIST_ELEMENT_OVERHEAD_BYTES = 16;

    private static final int FILLING_PIPELINE = 64;
    private static final int FILLING_CLIENTS = 50;
    private static final int FILLING_REQUESTS_MIN = 10_000; // less is over before redis-benchmark can tell how fast

    /** What redis-benchmark says. */
    record Result(double requestsPerSecond, double p50Millis, double p99Millis) {}

    /** The same with at least that many requests, unless those would make a list too long. */
    Load atLeast(int requestsMin) {
        return new Load(test, pipeline, clients, valueBytes, Math.max(requests, requestsMin)).bounded();
    }

    /** The same with no more requests than make a list of reasonable size, if they make one. */
    Load bounded() {
        if (!pushes() && !pops()) {
            return this;
        }
        long requestsMax = LIST_BYTES_MAX / (valueBytes + LIST_ELEMENT_OVERHEAD_BYTES);
        return new Load(test, pipeline, clients, valueBytes, (int) Math.min(requests, requestsMax));
    }

    private boolean pushes() {
        return test.endsWith("push");
    }

    private boolean pops() {
        return test.endsWith("pop");
    }

    private boolean readsList() {
        return test.startsWith(LRANGE);
    }

    /**
     * Gives the server what the test needs, which is no part of it: an empty list to push to, or one with as many
     * elements as will be popped or read.
     */
    void prepare(ServerProcess server) throws IOException {
        if (pushes() || pops() || readsList()) {
            server.ask("DEL " + LIST);
        }
        if (pops() || readsList()) {
            int length = pops() ? requests : rangeLength();
            new Load("lpush", FILLING_PIPELINE, FILLING_CLIENTS, valueBytes, Math.max(length, FILLING_REQUESTS_MIN))
                    .run(server);
        }
    }

    private int rangeLength() {
        return Integer.parseInt(test.substring(LRANGE.length()));
    }

    /** Runs it against the server, which is prepared; blocks until it is over. */
    Result run(ServerProcess server) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1", "--csv"));
        option(command, "-p", server.port());
        option(command, "-P", pipeline);
        option(command, "-c", clients);
        option(command, "-d", valueBytes);
        option(command, "-n", requests);
        option(command, "-r", KEYS);
        if (readsList()) {
            // As a command by itself: as a test, redis-benchmark would push as many elements as it then reads ranges.
            command.addAll(List.of("LRANGE", LIST, "0", Integer.toString(rangeLength() - 1)));
        } else {
            command.addAll(List.of("-t", test));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // One line for the heads, one for the test.
        String line = output.strip();
        line = line.substring(line.lastIndexOf('\n') + 1);
        String[] fields = line.replace("\"", "").split(",", -1);
        if (fields.length < 7) {
            throw new IOException("redis-benchmark printed: " + output);
        }
        int last = fields.length;
        return new Result(
                Double.parseDouble(fields[last - 7]),
                Double.parseDouble(fields[last - 4]),
                Double.parseDouble(fields[last - 2]));
    }

    private static void option(List<String> command, String name, int value) {
        command.add(name);
        command.add(Integer.toString(value));
    }
}
