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

    /** What redis-benchmark says. */
    record Result(double requestsPerSecond, double p50Millis, double p99Millis) {}

    /** The same with that many requests, if it has fewer. */
    Load atLeast(int requestsMin) {
        return new Load(test, pipeline, clients, valueBytes, Math.max(requests, requestsMin));
    }

    /** Runs it against the server at that port; blocks until it is over. */
    Result run(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1", "--csv"));
        option(command, "-p", port);
        option(command, "-P", pipeline);
        option(command, "-c", clients);
        option(command, "-d", valueBytes);
        option(command, "-n", requests);
        option(command, "-r", KEYS);
        command.addAll(List.of("-t", test));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Some tests fill a list first and print a line for that too: the last line is the test's own.
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
