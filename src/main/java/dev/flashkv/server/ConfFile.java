package dev.flashkv.server;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.resp.InlineLine;
import dev.flashkv.resp.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A file in redis.conf's syntax: a directive a line with its words, comments, and other files by {@code include}. */
final class ConfFile {

    /**
     * One directive of a file.
     *
     * @param words its name and what follows it, at least the name
     * @param place where it stands, such as {@code redis.conf:12}
     */
    record Line(List<String> words, String place) {
        String name() {
            return words.get(0);
        }

        List<String> values() {
            return words.subList(1, words.size());
        }
    }

    private static final String INCLUDE = "include";
    static final String STANDARD_INPUT = "-";

    private final List<Line> lines = new ArrayList<>();
    /** The files being read, for one that includes itself would be read for ever. */
    private final Deque<Path> reading = new ArrayDeque<>();

    private ConfFile() {}

    /**
     * The directives of a file, those of included files in their place.
     *
     * @param file the file; {@code -} is standard input
     * @throws UsageException if a file can't be read, or a line not be cut into words
     */
    static List<Line> read(String file) throws UsageException {
        ConfFile conf = new ConfFile();
        if (file.equals(STANDARD_INPUT)) {
            try {
                conf.add(System.in.readAllBytes(), "standard input");
            } catch (IOException e) {
                throw new UsageException("can't read standard input: " + e.getMessage());
            }
        } else {
            conf.add(file, "");
        }
        return conf.lines;
    }

    private void add(String file, String from) throws UsageException {
        String because = from.isEmpty() ? "" : from + ": ";
        Path path = Path.of(file);
        byte[] content;
        try {
            path = path.toRealPath();
            content = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UsageException(because + "can't read the config file " + file);
        }
        if (reading.contains(path)) {
            throw new UsageException(because + file + " includes itself");
        }
        reading.push(path);
        add(content, file);
        reading.pop();
    }

    private void add(byte[] content, String name) throws UsageException {
        int number = 0;
        for (String text : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            String place = name + ":" + number;
            List<String> words;
            try {
                words = words(text);
            } catch (ProtocolException e) {
                throw new UsageException(place + ": a quote is not closed, or not followed by a blank");
            }
            if (words.isEmpty()) {
                continue;
            }
            if (words.get(0).equalsIgnoreCase(INCLUDE)) {
                include(words, place);
            } else {
                lines.add(new Line(words, place));
            }
        }
    }

    private void include(List<String> words, String place) throws UsageException {
        if (words.size() != 2) {
            throw new UsageException(place + ": include takes one file");
        }
        for (String file : matching(words.get(1), place)) {
            add(file, place);
        }
    }

    /** The files that a pattern with stars, question marks or brackets in its last part names, by name; maybe none. */
    private static List<String> matching(String pattern, String place) throws UsageException {
        int slash = pattern.lastIndexOf('/') + 1;
        if (!pattern.substring(slash).matches(".*[*?\\[].*")) {
            return List.of(pattern);
        }
        Path directory = Path.of(slash == 0 ? "." : pattern.substring(0, slash));
        List<String> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern.substring(slash))) {
            found.forEach(file -> files.add(pattern.substring(0, slash) + file.getFileName()));
        } catch (IOException | DirectoryIteratorException e) {
            throw new UsageException(place + ": can't read the folder " + directory);
        }
        Collections.sort(files);
        return files;
    }

    /**
     * The words of one line, none for a blank one or a comment.
     *
     * @param line one char a byte
     * @throws ProtocolException if a quote is not closed
     */
    static List<String> words(String line) throws ProtocolException {
        String trimmed = line.trim();
        if (trimmed.isEmpty() || trimmed.charAt(0) == '#') {
            return List.of();
        }
        byte[] bytes = trimmed.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.stream(InlineLine.split(bytes, 0, bytes.length))
                .map(Bytes::toString)
                .toList();
    }
}
