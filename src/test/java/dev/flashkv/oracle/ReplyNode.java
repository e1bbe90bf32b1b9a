package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A raw RESP2 or RESP3 reply taken apart, to be normalised or printed.
 *
 * @param type the reply's first byte
 * @param text a simple reply's line or a bulk's content, null for the RESP2 nulls and for aggregates
 * @param children an aggregate's elements, a map's keys and values in turn; empty otherwise
 */
record ReplyNode(char type, String text, List<ReplyNode> children) {
    private static final int QUOTED_MAX = 300;

    /** Takes a complete raw reply apart. */
    static ReplyNode parse(String raw) {
        Cursor cursor = new Cursor(raw);
        ReplyNode node = cursor.node();
        if (cursor.position != raw.length()) {
            throw new IllegalArgumentException("More than one reply: " + quote(raw));
        }
        return node;
    }

    /** Takes apart as many complete replies as there are; what remains is shown by {@link #renderAll} only. */
    static String renderAll(String raw) {
        Cursor cursor = new Cursor(raw);
        List<String> rendered = new ArrayList<>();
        int complete = 0;
        try {
            while (complete < raw.length()) {
                rendered.add(cursor.node().render());
                complete = cursor.position;
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            rendered.add("incomplete " + quote(raw.substring(complete)));
        }
        return rendered.isEmpty() ? "nothing" : String.join(" | ", rendered);
    }

    boolean isError() {
        return type == '-' || type == '!';
    }

    boolean isBulk() {
        return type == '$' && text != null;
    }

    boolean isArray() {
        return type == '*' && !isNull();
    }

    boolean isInteger() {
        return type == ':';
    }

    /** Whether this is RESP3's null or one of RESP2's two. */
    boolean isNull() {
        return type == '_' || ((type == '$' || type == '*') && text == null && children == null);
    }

    long integer() {
        return Long.parseLong(text);
    }

    ReplyNode child(int index) {
        return children.get(index);
    }

    ReplyNode withText(String newText) {
        return new ReplyNode(type, newText, children);
    }

    ReplyNode withChildren(List<ReplyNode> newChildren) {
        return new ReplyNode(type, text, newChildren);
    }

    /** The same with the elements in an order that depends on their content only. */
    ReplyNode sorted() {
        return withChildren(children.stream()
                .sorted((a, b) -> a.render().compareTo(b.render()))
                .toList());
    }

    /** One line for failure messages: type bytes as on the wire, content quoted. */
    String render() {
        if (children != null && (type == '*' || type == '~' || type == '%' || type == '>' || type == '|')) {
            return type + children.stream().map(ReplyNode::render).collect(Collectors.joining(", ", "[", "]"));
        }
        if (isNull()) {
            return type == '_' ? "_" : type + "-1";
        }
        return type + (type == '$' || type == '=' || type == '!' ? quote(text) : escape(text));
    }

    /** The text in double quotes with escapes, cut when very long. */
    static String quote(String text) {
        if (text.length() <= QUOTED_MAX) {
            return '"' + escape(text) + '"';
        }
        return '"' + escape(text.substring(0, QUOTED_MAX)) + "\"…(" + text.length() + " bytes)";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '"', '\\' -> escaped.append('\\').append(c);
                default -> {
                    if (c < ' ' || c > '~') {
                        escaped.append(String.format("\\x%02x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static final class Cursor {
        private final String raw;
        private int position;

        Cursor(String raw) {
            this.raw = raw;
        }

        ReplyNode node() {
            char type = raw.charAt(position);
            int end = raw.indexOf("\r\n", position);
            if (end < 0) {
                throw new IllegalArgumentException("No end of line");
            }
            String line = raw.substring(position + 1, end);
            position = end + 2;
            return switch (type) {
                case '+', '-', ':', ',', '#', '(' -> new ReplyNode(type, line, List.of());
                case '_' -> new ReplyNode(type, null, null);
                case '$', '=', '!' -> bulk(type, Integer.parseInt(line));
                case '*', '~', '>' -> aggregate(type, Integer.parseInt(line));
                case '%', '|' -> aggregate(type, 2 * Integer.parseInt(line));
                default -> throw new IllegalArgumentException("Unknown reply type " + type);
            };
        }

        private ReplyNode bulk(char type, int length) {
            if (length < 0) {
                return new ReplyNode(type, null, null);
            }
            String content = raw.substring(position, position + length);
            if (!raw.startsWith("\r\n", position + length)) {
                throw new IllegalArgumentException("No end of bulk");
            }
            position += length + 2;
            return new ReplyNode(type, content, List.of());
        }

        private ReplyNode aggregate(char type, int count) {
            if (count < 0) {
                return new ReplyNode(type, null, null);
            }
            List<ReplyNode> children = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                children.add(node());
            }
            return new ReplyNode(type, null, List.copyOf(children));
        }
    }
}
