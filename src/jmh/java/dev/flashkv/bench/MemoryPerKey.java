package dev.flashkv.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key takes: a million keys of 12 bytes with values of 3, with and without a TTL. */
final class MemoryPerKey {
    private static final int KEYS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private MemoryPerKey() {}

    /** The bytes per key: live heap after a full collection for FlashKV, used_memory for redis-server. */
    static double measure(ServerProcess server, boolean withTtl) throws IOException {
        server.ask("FLUSHALL");
        long before = used(server);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int key = 0; key < KEYS; key += BATCH) {
                for (int i = key; i < key + BATCH; i++) {
                    String line = String.format(Locale.ROOT, "SET key:%08d xxx%s\r\n", i, withTtl ? " EX 100000" : "");
                    out.write(line.getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
                in.skipNBytes((long) BATCH * "+OK\r\n".length());
            }
        }
        double bytes = (used(server) - before) / (double) KEYS;
        server.ask("FLUSHALL");
        return bytes;
    }

    private static long used(ServerProcess server) throws IOException {
        if (server.name().equals("FlashKV")) {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.class_histogram")
                    .start();
            String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = HISTOGRAM_TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new IOException("jcmd printed: " + histogram);
            }
            return Long.parseLong(total.group(1));
        }
        return Long.parseLong(server.info("memory", "used_memory"));
    }
}
