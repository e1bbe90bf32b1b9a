package dev.flashkv.command;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replies as plain Java: strings, longs, lists, sets, maps; an error as its text after a minus sign; several
 * replies as the list of them.
 */
final class Plain {
    private Plain() {}

    static Object of(Reply reply) {
        if (reply instanceof Reply.Status status) {
            return status.text();
        } else if (reply instanceof Reply.ErrorReply error) {
            return "-" + error.text();
        } else if (reply instanceof Reply.IntegerReply integer) {
            return integer.value();
        } else if (reply instanceof Reply.DoubleReply number) {
            return number.value();
        } else if (reply instanceof Reply.Null) {
            return null;
        } else if (reply instanceof Reply.Bulk bulk) {
            return bulk.bytes().toString();
        } else if (reply instanceof Reply.Verbatim verbatim) {
            return verbatim.text().toString();
        } else if (reply instanceof Reply.Array array) {
            return list(array.elements());
        } else if (reply instanceof Reply.Push push) {
            return list(push.elements());
        } else if (reply instanceof Reply.Several several) {
            return list(several.replies());
        } else if (reply instanceof Reply.SetReply set) {
            return Set.copyOf(list(set.elements()));
        } else if (reply instanceof Reply.MapReply map) {
            return map(map);
        }
        throw new AssertionError("no plain form of " + reply);
    }

    static String string(Reply reply) {
        return (String) of(reply);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Reply reply) {
        return (List<Object>) of(reply);
    }

    static Map<String, Object> map(Reply reply) {
        List<Reply> keysAndValues = ((Reply.MapReply) reply).keysAndValues();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            map.put(String.valueOf(of(keysAndValues.get(i))), of(keysAndValues.get(i + 1)));
        }
        return map;
    }

    private static List<Object> list(List<Reply> elements) {
        return elements.stream().map(Plain::of).collect(Collectors.toCollection(ArrayList::new));
    }
}
