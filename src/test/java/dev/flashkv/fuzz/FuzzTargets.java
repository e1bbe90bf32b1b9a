package dev.flashkv.fuzz;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.Value;
import dev.flashkv.rdb.DumpPayload;
import dev.flashkv.rdb.Payloads;
import dev.flashkv.rdb.RdbFormatException;
import dev.flashkv.resp.ProtocolException;
import dev.flashkv.resp.RespLimits;
import dev.flashkv.resp.RespParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold for any bytes. Each method throws an {@link AssertionError} when it does not. */
final class FuzzTargets {
    /* Arrays that grow geometrically, and a view for each argument of a few bytes. */
    private static final int MEMORY_FACTOR = 16;
    private static final int MEMORY_BYTES_MIN = 4096;

    private static final long STRING_BYTES_MAX = 1 << 16;
    private static final long PACKED_BYTES_MAX = 64;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    private FuzzTargets() {}

    /**
     * The parser takes the same requests from the bytes however they are cut, and never keeps much more than they are.
     */
    static void parser(byte[] data) {
        RespLimits limits = new RespLimits(1 << 20, 1024, 1 << 20);
        List<String> whole = requests(data, limits, Math.max(1, data.length));
        for (int piece : new int[] {1, 2, 7}) {
            List<String> cut = requests(data, limits, piece);
            if (!whole.equals(cut)) {
                throw new AssertionError("in pieces of " + piece + ": " + cut + " instead of " + whole);
            }
        }
    }

    private static List<String> requests(byte[] data, RespLimits limits, int piece) {
        List<String> requests = new ArrayList<>();
        RespParser parser = new RespParser(limits);
        try {
            for (int from = 0; from < data.length; from += piece) {
                int length = Math.min(piece, data.length - from);
                byte[] chunk = new byte[length];
                System.arraycopy(data, from, chunk, 0, length);
                parser.feed(chunk, 0, length);
                for (Bytes[] request = parser.next(); request != null; request = parser.next()) {
                    requests.add(List.of(request).toString());
                }
                if (parser.bufferedBytes() > MEMORY_BYTES_MIN + (long) MEMORY_FACTOR * data.length) {
                    throw new AssertionError(parser.bufferedBytes() + " bytes kept for " + data.length);
                }
            }
        } catch (ProtocolException e) {
            requests.add(String.valueOf(e.getMessage()));
        }
        return requests;
    }

    /** Numbers are what they are by their definition, and what is read is what is written. */
    static void numbers(byte[] data) {
        Bytes text = Bytes.wrap(data);
        String shown = new String(data, StandardCharsets.ISO_8859_1);
        boolean isLong = INTEGER.matcher(shown).matches()
                && shown.length() <= 20
                && new BigInteger(shown).bitLength() < Long.SIZE;
        if (Numbers.isLong(text) != isLong) {
            throw new AssertionError("an integer or not: " + text);
        }
        if (isLong
                && !new String(Numbers.formatLong(Numbers.parseLong(text)), StandardCharsets.ISO_8859_1)
                        .equals(shown)) {
            throw new AssertionError("not the same again: " + text);
        }
        if (Numbers.isDouble(text)) {
            double value = Numbers.parseDouble(text);
            double again = Numbers.parseDouble(Bytes.wrap(Numbers.formatDouble(value)));
            if (Double.compare(value, again) != 0 && value != again) {
                throw new AssertionError(value + " becomes " + again + ": " + text);
            }
        }
        boolean isUnsigned = Numbers.isUnsignedLong(text);
        if (isLong && !shown.startsWith("-") && !isUnsigned) {
            throw new AssertionError("an integer but not an unsigned one: " + text);
        }
    }

    /** The first byte says where the pattern ends and the text begins. Escaped, any text is matched by itself. */
    static void globs(byte[] data) {
        int cut = data.length == 0 ? 0 : Math.min(data.length, 1 + (data[0] & 0xff));
        Bytes all = Bytes.wrap(data);
        Bytes pattern = all.slice(Math.min(1, data.length), cut);
        Bytes text = all.slice(cut, data.length);
        boolean matches = Glob.matches(pattern, text);
        if (matches && !Glob.matchesIgnoreCase(pattern, text) && isPlain(pattern)) {
            throw new AssertionError("matches only where case matters: " + pattern + " " + text);
        }
        byte[] escaped = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            escaped[2 * i] = '\\';
            escaped[2 * i + 1] = text.byteAt(i);
        }
        if (!Glob.matches(Bytes.wrap(escaped), text)) {
            throw new AssertionError("is not matched by itself: " + text);
        }
    }

    /* Sets may exclude the other case. */
    private static boolean isPlain(Bytes pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.byteAt(i) == '[') {
                return false;
            }
        }
        return true;
    }

    /** A payload of RESTORE whose check is right has a value, which DUMP writes so that it is read again; or none. */
    static void payloads(byte[] data) {
        Bytes payload = Payloads.of(data);
        if (!DumpPayload.isIntact(payload)) {
            throw new AssertionError("not intact: " + payload);
        }
        Value value;
        try {
            value = DumpPayload.read(payload, STRING_BYTES_MAX);
        } catch (RdbFormatException e) {
            return;
        }
        try {
            Value again = DumpPayload.read(DumpPayload.of(value, PACKED_BYTES_MAX), Long.MAX_VALUE);
            if (!Payloads.content(again).equals(Payloads.content(value))) {
                throw new AssertionError("not the same again: " + payload);
            }
        } catch (RdbFormatException e) {
            throw new AssertionError("can't be read again: " + payload, e);
        }
    }
}
