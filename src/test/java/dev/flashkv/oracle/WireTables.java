package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.List;

/** Raw bytes as sent by hand-made, broken or hostile clients, one char a byte. */
final class WireTables {
    /**
     * What to send on a fresh connection.
     *
     * @param closes whether the server must close by itself; otherwise the client half-closes after the last byte,
     *     which makes "all replies to this" a finite thing without any waiting. Redis drops what does not fit into
     *     the socket at that moment, so rows with long replies end in QUIT instead
     */
    record Row(String name, String bytes, boolean closes) {}

    private static final int MAX_INLINE = 64 * 1024;

    private WireTables() {}

    static List<Row> all() {
        List<Row> all = new ArrayList<>();
        all.addAll(inline());
        all.addAll(inlineErrors());
        all.addAll(multibulk());
        all.addAll(multibulkErrors());
        all.addAll(sizes());
        all.addAll(closing());
        all.addAll(hostile());
        return all;
    }

    private static Row answered(String name, String bytes) {
        return new Row(name, bytes, false);
    }

    private static Row closes(String name, String bytes) {
        return new Row(name, bytes, true);
    }

    private static List<Row> inline() {
        return List.of(
                answered("nothing", ""),
                answered("inline PING", "PING\r\n"),
                answered("inline with LF alone", "PING\nECHO a\n"),
                answered("inline in any case", "ping\r\nPiNg\r\n"),
                answered("inline with arguments", "SET k v\r\nGET k\r\nget missing\r\n"),
                answered("inline with blanks around", "   PING   \r\n\t PING \t\r\n ECHO   a  \r\n"),
                answered("inline parted by tabs", "ECHO\ta\r\n"),
                answered("empty lines", "\r\n\n\r\n\n\nPING\r\n"),
                answered("lines of blanks", "   \r\n \t \nPING\r\n"),
                answered("inline without end of line", "PING"),
                answered("inline with CR alone", "PING\rPING\r\n"),
                answered("inline with two CRs", "PING\r\r\n"),
                answered("inline with CR inside", "ECHO a\rb\r\n"),
                answered("inline double quotes", "ECHO \"a b\"\r\nECHO \"\"\r\n"),
                answered("inline single quotes", "ECHO 'a b'\r\nECHO ''\r\n"),
                answered(
                        "inline escapes in double quotes",
                        "ECHO \"\\x00\\xff\\n\\r\\t\\a\\b\\\\\\\"\\q\\x4\\xzz\"\r\n"),
                answered("inline upper-case hex escapes", "ECHO \"\\xAB\\xaB\\XAB\"\r\n"),
                answered("inline escapes in single quotes", "ECHO 'it\\'s \\x00 \\n \\\\'\r\n"),
                answered("inline backslash outside quotes", "ECHO a\\nb\\x00\r\n"),
                answered("inline quotes within a word", "ECHO a\"b c\"\r\nPING\r\n"),
                answered("inline other quote inside quotes", "ECHO \"it's\"\r\nECHO 'say \"x\"'\r\n"),
                answered("inline quoted command", "\"PING\"\r\n'ECHO' 'a'\r\n"),
                answered("inline with an empty quoted command", "\"\"\r\n'' a\r\n"),
                answered("inline binary", "ECHO \u0080\u00ff\u0001\r\n"),
                answered("inline NUL in the line", "ECHO a\u0000b\r\nPING\r\n"),
                answered("inline unknown command", "nonsense a b\r\n"),
                answered("inline wrong arity", "GET\r\nGET a b\r\n"),
                answered("HTTP-like words", "GETX / HTTP/1.1\r\n"),
                answered("inline of a reply", "+OK\r\n:1\r\n-ERR x\r\n$3\r\nabc\r\n"),
                answered("inline then multibulk then inline", "PING\r\n*1\r\n$4\r\nPING\r\nPING\r\n"),
                answered("many inline commands", "INCR n\r\n".repeat(300)),
                closes("long inline argument", "ECHO " + "x".repeat(40_000) + "\r\nQUIT\r\n"),
                answered("many inline arguments", "DEL " + "k ".repeat(5_000) + "\r\n"));
    }

    private static List<Row> inlineErrors() {
        return List.of(
                closes("inline unbalanced double quotes", "ECHO \"abc\r\n"),
                closes("inline unbalanced single quotes", "ECHO 'abc\r\n"),
                closes("inline text after a closing quote", "ECHO \"a\"b\r\n"),
                closes("inline text after a closing single quote", "ECHO 'a'b\r\n"),
                closes("inline backslash before the end", "ECHO \"a\\\r\n"),
                closes("inline escaped closing quote", "ECHO \"a\\\"\r\n"),
                closes("inline lone quote", "\"\r\n"),
                closes("commands before a broken inline", "PING\r\nSET k v\r\nECHO 'a\r\nPING\r\n"),
                closes("too big inline", "x".repeat(MAX_INLINE + 1)),
                closes("too big inline with arguments", "ECHO " + "x".repeat(MAX_INLINE + 100)),
                closes("POST is no command", "POST / HTTP/1.1\r\nHost: x\r\n\r\nbody"),
                closes("Host: is no command", "Host: localhost\r\n\r\nPING\r\n"));
    }

    private static List<Row> multibulk() {
        return List.of(
                answered("multibulk PING", "*1\r\n$4\r\nPING\r\n"),
                answered("empty multibulks", "*0\r\n*-1\r\n*-10\r\n*1\r\n$4\r\nPING\r\n"),
                answered("multibulk with zero in front of nothing", "*00\r\n*1\r\n$4\r\nPING\r\n"),
                answered("multibulk empty argument", "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n"),
                answered("multibulk empty command", "*1\r\n$0\r\n\r\n*2\r\n$0\r\n\r\n$0\r\n\r\n"),
                answered("multibulk binary argument", "*2\r\n$4\r\nECHO\r\n$6\r\n\u0000\r\n\u00ff*1\r\n"),
                answered("multibulk with other bytes for the last CRLF", "*1\r\n$4\r\nPINGxy*1\r\n$4\r\nPING\r\n"),
                answered("a NUL where a line should be hides the line's end", "*1\r\n\u0000\r\n"),
                answered("incomplete array header", "*1"),
                answered("incomplete array header with CR", "*1\r"),
                answered("incomplete bulk header", "*1\r\n$4"),
                answered("incomplete bulk", "*1\r\n$4\r\nPI"),
                answered("incomplete end of bulk", "*1\r\n$4\r\nPING\r"),
                answered("incomplete second command", "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$3\r\nab"),
                answered("pipeline", "*1\r\n$4\r\nPING\r\n".repeat(200)),
                answered(
                        "pipeline of writes and reads",
                        "*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n*2\r\n$3\r\nGET\r\n$1\r\nn\r\n".repeat(100)),
                answered("empty lines between commands", "*1\r\n$4\r\nPING\r\n\r\n\r\n*1\r\n$4\r\nPING\r\n"),
                answered(
                        "wrong arity and unknown in a pipeline",
                        "*1\r\n$3\r\nGET\r\n*1\r\n$1\r\nx\r\n*1\r\n$4\r\nPING\r\n"),
                closes("large argument", "*2\r\n$4\r\nECHO\r\n$100000\r\n" + "y".repeat(100_000) + "\r\nQUIT\r\n"),
                answered("many arguments", "*2001\r\n$6\r\nEXISTS\r\n" + "$1\r\nk\r\n".repeat(2_000)));
    }

    private static List<Row> multibulkErrors() {
        return List.of(
                closes("array count that is no number", "*abc\r\n"),
                closes("array count empty", "*\r\n"),
                closes("array count with blank", "* 1\r\n$4\r\nPING\r\n"),
                closes("array count with blank behind", "*1 \r\n$4\r\nPING\r\n"),
                closes("array count with plus", "*+1\r\n$4\r\nPING\r\n"),
                closes("array count with leading zero", "*01\r\n$4\r\nPING\r\n"),
                closes("array count with fraction", "*1.0\r\n$4\r\nPING\r\n"),
                closes("array count beyond int", "*2147483648\r\n"),
                closes("array count beyond long", "*9223372036854775808\r\n"),
                closes("array count far below zero", "*-9223372036854775809\r\n"),
                closes("no bulk within an array", "*1\r\n:1\r\n"),
                closes("an inline within an array", "*1\r\nPING\r\n"),
                closes("an array within an array", "*1\r\n*1\r\n$4\r\nPING\r\n"),
                closes("a line end within an array", "*1\r\n\r\n"),
                closes("an unprintable byte within an array", "*1\r\n\u0001\r\n"),
                closes("a high byte within an array", "*1\r\n\u00ff\r\n"),
                closes("bulk length that is no number", "*1\r\n$abc\r\n"),
                closes("bulk length empty", "*1\r\n$\r\n"),
                closes("bulk length negative", "*1\r\n$-1\r\n"),
                closes("bulk length with plus", "*1\r\n$+4\r\nPING\r\n"),
                closes("bulk length with leading zero", "*1\r\n$04\r\nPING\r\n"),
                closes("bulk length with blank", "*1\r\n$ 4\r\nPING\r\n"),
                closes("bulk length above the limit", "*1\r\n$536870913\r\n"),
                closes("bulk length beyond long", "*1\r\n$9223372036854775808\r\n"),
                closes("bulk length of a later argument", "*2\r\n$4\r\nECHO\r\n$-5\r\n"),
                closes("too short bulk length", "*1\r\n$3\r\nPING\r\n*1\r\n$4\r\nPING\r\nx\r\n*a\r\n"),
                closes(
                        "commands before a protocol error",
                        "*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*x\r\n"),
                closes("nothing is executed after a protocol error", "*x\r\n*1\r\n$8\r\nFLUSHALL\r\nPING\r\n"));
    }

    private static List<Row> sizes() {
        return List.of(
                answered("bulk length at the limit", "*1\r\n$536870912\r\nx"),
                answered("array count at the limit", "*2147483647\r\n$4\r\nPING\r\n"),
                closes("too big array header", "*" + "1".repeat(MAX_INLINE + 1)),
                closes("too big bulk header", "*1\r\n$" + "1".repeat(MAX_INLINE + 1)));
    }

    private static List<Row> hostile() {
        return List.of(
                answered("a push as a request", ">1\r\n$4\r\nPING\r\n"),
                answered("a map as a request", "%1\r\n+a\r\n+b\r\n"),
                answered("a set, a null, a boolean and a double as requests", "~1\r\n_\r\n#t\r\n,1.5\r\n"),
                answered("a big number, an attribute and a verbatim string", "(12\r\n|1\r\n=7\r\ntxt:abc\r\n"),
                closes("a whole request whose count has a plus", "*+3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"),
                closes("a whole request whose count begins with a zero", "*03\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"),
                answered("NULs before an array", "\u0000\u0000\u0000*1\r\n$4\r\nPING\r\n"),
                answered("NULs and garbage within an array", "*2\r\n\u0000\u0000\r\n\u00ff\u00fe$4\r\nPING\r\n"),
                closes("an array count of 20 digits", "*12345678901234567890\r\n"),
                closes("an array count of three thousand million", "*3000000000\r\n"),
                closes("a bulk length that is a word", "*1\r\n$blabla\r\n"),
                closes("a bulk length of minus ten", "*2\r\n$3\r\nGET\r\n$-10\r\n"),
                closes("missing line ends", "*2$4PING$1a" + "x".repeat(MAX_INLINE)),
                answered("an announcement and silence", "*2147483647\r\n"),
                answered("half a gigabyte announced and a few bytes", "*2\r\n$4\r\nECHO\r\n$536870912\r\nabc"),
                answered("NULs and garbage", "\u0000\u0000\u00ff\u00fe garbage \r\n\u0001\u0002\r\nPING\r\n"),
                answered(
                        "the greeting of TLS",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + "\u00aa".repeat(200)),
                answered("another protocol's greeting", "SSH-2.0-OpenSSH_9.6\r\nEHLO mail\r\nstats\r\n"),
                closes("GET of HTTP", "GET / HTTP/1.1\r\nQUIT\r\n"),
                closes("post in small letters", "post / HTTP/1.1\r\n"),
                closes("POST as an array", "*1\r\n$4\r\nPOST\r\nSET k v\r\n"),
                answered(
                        "names that would be replies",
                        "*1\r\n$9\r\nx\r\n+OK\r\n\r\n*2\r\n$4\r\na\r\nb\r\n$6\r\nc\r\n$-1\r\n"),
                answered("a name of NULs", "*1\r\n$3\r\n\u0000\u0000\u0000\r\n"),
                closes(
                        "a name of a megabyte",
                        "*2\r\n$1000000\r\n" + "n".repeat(1_000_000) + "\r\n$1\r\na\r\nQUIT\r\n"),
                closes("an unbalanced quote after commands", "SET k 1\r\nINCR n\r\nSET k \"v\r\nSET k 3\r\n"),
                answered("an unfinished command after others", "SET k 1\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n2"));
    }

    private static List<Row> closing() {
        return List.of(
                closes("QUIT", "*1\r\n$4\r\nQUIT\r\n"),
                closes("inline QUIT", "QUIT\r\n"),
                closes("quit in lower case", "quit\r\n"),
                closes("commands before QUIT", "*1\r\n$4\r\nPING\r\nSET k v\r\nGET k\r\n*1\r\n$4\r\nQUIT\r\n"),
                closes("nothing is executed after QUIT", "QUIT\r\nSET k late\r\nPING\r\n"),
                closes("QUIT with arguments", "QUIT a b c\r\n"));
    }
}
