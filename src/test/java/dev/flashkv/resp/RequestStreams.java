package dev.flashkv.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What clients may send, and what redis-server 7.0.15 makes of it: every row was compared with the real server, but for
 * the limits, which are smaller here. All texts are one char a byte.
 */
final class RequestStreams {

    /** Small, so that a row of a hundred bytes can reach every limit. */
    static final RespLimits SMALL = new RespLimits(100, 40, 20);

    /**
     * @param bytes what the client sends
     * @param outcome the requests, each a list of its arguments, and at last {@code !} and the error's text if the
     *     bytes end in one
     */
    record Row(String bytes, List<Object> outcome) {
        @Override
        public String toString() {
            String text = bytes.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
            return text.length() > 60 ? text.substring(0, 60) + "…" : text;
        }
    }

    private static final List<String> PING = List.of("PING");
    private static final List<Row> ROWS = new ArrayList<>();

    static {
        multibulk();
        multibulkErrors();
        inline();
        inlineErrors();
        lineLimits();
        pipelines();
    }

    private RequestStreams() {}

    /** All rows, to be parsed within {@link #SMALL}. */
    static Stream<Row> rows() {
        return ROWS.stream();
    }

    /** One char a byte. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void row(String bytes, Object... outcome) {
        ROWS.add(new Row(bytes, List.of(outcome)));
    }

    private static List<String> request(String... arguments) {
        return List.of(arguments);
    }

    private static void multibulk() {
        row("*1\r\n$4\r\nPING\r\n", PING);
        row("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\n\0b\r\n", request("SET", "k", "a\r\n\0b"));
        row("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", request("ECHO", ""));
        row("*3\r\n$0\r\n\r\n$0\r\n\r\n$0\r\n\r\n", request("", "", ""));
        row("*2\r\n$4\r\nECHO\r\n$100\r\n" + "x".repeat(100) + "\r\n", request("ECHO", "x".repeat(100)));
        row("*20\r\n" + "$1\r\na\r\n".repeat(20), request("a ".repeat(20).split(" ")));
        row("*2\r\n$4\r\nECHO\r\n$4\r\n\u00ff\u0080\n$\r\n", request("ECHO", "\u00ff\u0080\n$"));
        // Counts that announce nothing are skipped.
        row("*0\r\n*1\r\n$4\r\nPING\r\n", PING);
        row("*-1\r\nPING\r\n", PING);
        row("*-12\r\nPING\r\n", PING);
        row("*-9223372036854775808\r\nPING\r\n", PING);
        // Neither the byte after a header's CR nor the two after an argument are looked at.
        row("*1\rX$4\rYPINGZZ", PING);
        row("*1\r\r$4\r\rPING\r\r", PING);
        row("*1\r\0$4\r\0PING\0\0", PING);
        row("*1\r\n$4\r\nPINGxxPING\r\n", PING, PING);
        row("*2\r\n$4\r\nECHO\r\n$3\r\na\r\n\r\n", request("ECHO", "a\r\n"));
        // Unfinished: more bytes are needed.
        row("");
        row("*");
        row("*1");
        row("*1\r");
        row("*1\r\n");
        row("*1\r\n$4\r\nPING\r");
        row("*1\r\nfoo");
        row("*1\r\nfoo\r");
        row("*20\r\n$1\r\na\r\n");
        // A line that ends in LF alone, or has a NUL before its CR, does not end.
        row("*1\n$4\nPING\n");
        row("*1\0\r\n$4\r\nPING\r\n");
        row("*1\r\n\0\r\nPING\r\n");
        row("*1\r\n$4\0\r\nPING\r\n");
    }

    private static void multibulkErrors() {
        for (String count : List.of(
                "",
                "-",
                "-0",
                "00",
                "03",
                "+3",
                "x",
                "1x",
                "1 ",
                " 1",
                "--1",
                "1-",
                "-01",
                "21",
                "1000000000",
                "2147483648",
                "3000000000",
                "4294967297",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "12345678901234567890",
                "-12345678901234567890",
                "123456789012345678901",
                "18446744073709551617")) {
            row("*" + count + "\r\n", "!invalid multibulk length");
        }
        for (String length : List.of(
                "",
                "-",
                "-0",
                "-1",
                "-10",
                "00",
                "04",
                "+4",
                "blabla",
                "4x",
                "4 ",
                " 4",
                "101",
                "1000000000",
                "4294967300",
                "9223372036854775808",
                "18446744073709551620",
                "123456789012345678901")) {
            row("*1\r\n$" + length + "\r\nPING\r\n", "!invalid bulk length");
        }
        row("*1\r\nfoo\r\n", "!expected '$', got 'f'");
        row("*1\r\nfoo\rx", "!expected '$', got 'f'");
        row("*1\r\n\r\n", "!expected '$', got ' '");
        row("*1\r\n\nPING\r\n", "!expected '$', got ' '");
        row("*1\r\n\u0001\r\n", "!expected '$', got '\u0001'");
        row("*1\r\n\u00ff\r\n", "!expected '$', got '\u00ff'");
        row("*1\r\n*1\r\n$4\r\nPING\r\n", "!expected '$', got '*'");
        row("*1\r\n:4\r\n", "!expected '$', got ':'");
        row("*1\r\n $4\r\nPING\r\n", "!expected '$', got ' '");
        row("*2\r\n$4\r\nECHO\r\nPING\r\n", "!expected '$', got 'P'");
        row("*2\r\n$4\r\nECHO\r\n$-1\r\n", "!invalid bulk length");
        row("* 1\r\n$4\r\nPING\r\n", "!invalid multibulk length");
    }

    private static void inline() {
        row("PING\r\n", PING);
        row("PING\n", PING);
        row("  PING\t \r\n", PING);
        row("SET k  v\r\n", request("SET", "k", "v"));
        row("\r\n\n \r\n\t\nPING\r\n", PING);
        row("PING");
        row("PING\r");
        row("$4\r\nPING\r\n", request("$4"), PING);
        row(" *1\r\n", request("*1"));
        row("\u00ff\u0080\r\n", request("\u00ff\u0080"));
        // CR separates words, VT and FF only where a word could begin.
        row("PING\rX\n", request("PING", "X"));
        row("\rPING\n", PING);
        row("PING\r\r\n", PING);
        row("\u000b\fPING\n", PING);
        row("PI\u000bNG\n", request("PI\u000bNG"));
        row("PING\f\n", request("PING\f"));
        row("PING \f \u000bx\n", request("PING", "x"));
        // Quotes.
        row("ECHO \"a b\" 'c d'\r\n", request("ECHO", "a b", "c d"));
        row("ECHO \"\" ''\n", request("ECHO", "", ""));
        row("\"\"\n", request(""));
        row("\"PING\"\n", PING);
        row("ECHO a\"b c\"\n", request("ECHO", "ab c"));
        row("ECHO a'b c'\n", request("ECHO", "ab c"));
        row("ECHO \"it's\" 'a \"b\"'\n", request("ECHO", "it's", "a \"b\""));
        row("ECHO \"a\\x41\\n\\r\\t\\b\\a\\q\\\\\\\"\"\n", request("ECHO", "aA\n\r\t\b\u0007q\\\""));
        row("ECHO \"\\xfF\\x00\\xA0\"\n", request("ECHO", "\u00ff\0\u00a0"));
        row("ECHO \"\\x4\" \"\\xzz\" \"\\x\" \"\\x4g\"\n", request("ECHO", "x4", "xzz", "x", "x4g"));
        row("ECHO \"\\X41\\'\"\n", request("ECHO", "X41'"));
        row("ECHO 'a\\'b\\n\\ '\n", request("ECHO", "a'b\\n\\ "));
        row("ECHO \"a\"\u000b\n", request("ECHO", "a"));
        row("ECHO \"a\"\u000bx\n", request("ECHO", "a", "x"));
        row("ECHO \"a\"\r\n", request("ECHO", "a"));
        row("ECHO \\x41 a\\\"b\"\n", request("ECHO", "\\x41", "a\\b"));
        row("ECHO \"a\" b \"c\" d\n", request("ECHO", "a", "b", "c", "d"));
        // A NUL hides the rest.
        row("PI\0NG\r\nPING\r\n");
        row("PING\0\r\nPING\r\n");
        row("\0PING\r\n");
        row("PING\r\n\0\r\nPING\r\n", PING);
    }

    private static void inlineErrors() {
        for (String words : List.of(
                "\"abc",
                "'abc",
                "\"",
                "'",
                "\"a\"b",
                "'a'b",
                "\"a\"\"b\"",
                "'a''b'",
                "\"a\\",
                "'a\\",
                "'a\\'",
                "\"a\\\"",
                "a\"b",
                "a'b",
                "\"a'",
                "\"\\x41",
                "\"\\x4",
                "\"\\x")) {
            row("PING " + words + "\n", "!unbalanced quotes in request");
            row("PING " + words + "\r\nPING\r\n", "!unbalanced quotes in request");
        }
    }

    /** redis-server's limit is 64 KiB; here it is 40. */
    private static void lineLimits() {
        String most = "a".repeat(40);
        row(most);
        row(most + "\n", request(most));
        row(most.substring(1) + "\r\n", request(most.substring(1)));
        row(most + "\r\n", "!too big inline request");
        row(most + "a", "!too big inline request");
        row("\0" + most.substring(1));
        row("\0" + most, "!too big inline request");
        row("a\0" + "\n".repeat(38));
        row("a\0" + "\n".repeat(39), "!too big inline request");
        String digits = "1".repeat(39);
        row("*" + digits);
        row("*" + digits + "\r");
        row("*" + digits + "\r\n", "!invalid multibulk length");
        row("*" + digits + "1", "!too big mbulk count string");
        row("*\0" + "\r".repeat(38));
        row("*\0" + "\r".repeat(39), "!too big mbulk count string");
        row("*1\r\n$" + digits);
        row("*1\r\n$" + digits + "\r\n", "!invalid bulk length");
        row("*1\r\n$" + digits + "1", "!too big bulk count string");
        row("*1\r\n" + most);
        row("*1\r\n" + most + "\r\n", "!expected '$', got 'a'");
        row("*1\r\n" + most + "a", "!too big bulk count string");
        row("*1\r\n\0" + most, "!too big bulk count string");
    }

    private static void pipelines() {
        String set = "*3\r\n$3\r\nSET\r\n$2\r\nk1\r\n$2\r\nv1\r\n";
        row(set + "PING\r\n" + set, request("SET", "k1", "v1"), PING, request("SET", "k1", "v1"));
        row("PING\r\nPING\n\n*1\r\n$4\r\nPING\r\n*0\r\n", PING, PING, PING);
        row(set + "*1\r\n$-1\r\n" + set, request("SET", "k1", "v1"), "!invalid bulk length");
        row(set + "GET \"k\r\n" + set, request("SET", "k1", "v1"), "!unbalanced quotes in request");
        row(set + set + "*3\r\n$3\r\nSE", request("SET", "k1", "v1"), request("SET", "k1", "v1"));
    }
}
