package dev.flashkv.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What must hold for any bytes holds for those in the corpus and for mutations of them, the same in each build. The
 * profile "fuzz" searches on, guided by coverage; what it finds belongs into the corpus, a file for each.
 */
class FuzzTest {

    /*
     * Not Jazzer itself: its agent instruments all classes of the JVM that it is loaded into, which the other tests
     * would pay for. So this is a fuzzer of its own, without guidance, for the seconds that a build has.
     */

    private static final long SEED = 20_240_607L;
    private static final int MUTATIONS = Integer.getInteger("flashkv.test.mutations", 3_000);
    private static final int SERVER_MUTATIONS = MUTATIONS / 20;

    private interface Target {
        void take(byte[] data) throws IOException;
    }

    @Test
    void parser() {
        fuzz(FuzzCorpus.parser(), MUTATIONS, FuzzTargets::parser);
    }

    @Test
    void numbers() {
        fuzz(FuzzCorpus.numbers(), 10 * MUTATIONS, FuzzTargets::numbers);
    }

    @Test
    void globs() {
        fuzz(FuzzCorpus.globs(), 5 * MUTATIONS, FuzzTargets::globs);
    }

    @Test
    void payloads() {
        fuzz(FuzzCorpus.payloads(), 5 * MUTATIONS, FuzzTargets::payloads);
    }

    @Test
    void server() {
        try (FuzzedServer server = new FuzzedServer()) {
            fuzz(FuzzCorpus.server(), SERVER_MUTATIONS, server::take);
        }
    }

    private static void fuzz(List<byte[]> corpus, int mutations, Target target) {
        corpus.forEach(data -> take(target, data, -1));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < mutations; i++) {
            byte[] data = corpus.get(random.nextInt(corpus.size()));
            int steps = 1 + random.nextInt(6);
            for (int step = 0; step < steps; step++) {
                data = mutated(data, corpus, random);
            }
            take(target, data, i);
        }
    }

    private static void take(Target target, byte[] data, int mutation) {
        try {
            target.take(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + mutation + ": " + new String(data, StandardCharsets.ISO_8859_1), e);
        }
    }

    /** One small change: bytes set, removed, doubled, or taken from another entry of the corpus. */
    private static byte[] mutated(byte[] data, List<byte[]> corpus, SplittableRandom random) {
        int at = random.nextInt(data.length + 1);
        int length = Math.min(data.length - at, 1 + random.nextInt(16));
        byte[] middle = switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 ->
                "\r\n*$-0123456789\"'\\\0 [^]?".substring(random.nextInt(24)).getBytes(StandardCharsets.ISO_8859_1);
            case 2 -> new byte[0];
            case 3 -> twice(data, at, length);
            default -> part(corpus.get(random.nextInt(corpus.size())), random);
        };
        byte[] made = new byte[data.length - length + middle.length];
        System.arraycopy(data, 0, made, 0, at);
        System.arraycopy(middle, 0, made, at, middle.length);
        System.arraycopy(data, at + length, made, at + middle.length, data.length - at - length);
        return made;
    }

    private static byte[] twice(byte[] data, int at, int length) {
        byte[] twice = new byte[2 * length];
        System.arraycopy(data, at, twice, 0, length);
        System.arraycopy(data, at, twice, length, length);
        return twice;
    }

    private static byte[] part(byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length + 1);
        byte[] part = new byte[random.nextInt(other.length - from + 1)];
        System.arraycopy(other, from, part, 0, part.length);
        return part;
    }
}
