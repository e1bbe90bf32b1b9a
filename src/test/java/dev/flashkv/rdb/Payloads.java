package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Values and payloads for tests. */
public final class Payloads {
    static final int VERSION = 10;

    private Payloads() {}

    /** A payload of those bytes, type and all, with its footer. */
    public static Bytes of(byte[] object) {
        return of(object, VERSION);
    }

    /** As {@link #of(byte[])}, of another version. */
    static Bytes of(byte[] object, int version) {
        ByteSink out = new ByteSink(0);
        out.put(object, 0, object.length);
        out.putLittleEndian(version, 2);
        out.putLittleEndian(Crc64.of(out.array(), 0, out.length()), 8);
        return Bytes.wrap(out.toByteArray());
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static Value string(String text) {
        return StringValue.of(bytes(text));
    }

    static ListValue list(String... elements) {
        ListValue list = new ListValue();
        for (String element : elements) {
            list.pushTail(bytes(element));
        }
        return list;
    }

    /** One char a byte. */
    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What the value holds: the string's bytes, or the list's elements. */
    public static List<Bytes> content(Value value) {
        List<Bytes> content = new ArrayList<>();
        if (value instanceof StringValue string) {
            content.add(string.bytes());
        } else if (value instanceof ListValue list) {
            for (int i = 0; i < list.size(); i++) {
                content.add(list.get(i));
            }
        }
        return content;
    }

    /** A string or a list of all kinds of content. */
    static Value random(Random random) {
        if (random.nextBoolean()) {
            return StringValue.of(text(random, 1 << random.nextInt(15)));
        }
        ListValue list = new ListValue();
        int size = 1 + random.nextInt(1 << random.nextInt(9));
        for (int i = 0; i < size; i++) {
            list.pushTail(text(random, 1 << random.nextInt(random.nextInt(20) == 0 ? 15 : 8)));
        }
        return list;
    }

    private static Bytes text(Random random, int lengthMax) {
        int kind = random.nextInt(5);
        if (kind == 0) {
            return Bytes.of(random.nextLong() >> random.nextInt(64));
        }
        byte[] text = new byte[random.nextInt(lengthMax)];
        int letters = kind == 1 ? 256 : 1 + random.nextInt(8);
        int period = kind == 2 ? 1 + random.nextInt(50) : text.length;
        for (int i = 0; i < text.length; i++) {
            text[i] = i < period ? (byte) ('a' + random.nextInt(letters)) : text[i - period];
        }
        return Bytes.wrap(text);
    }
}
