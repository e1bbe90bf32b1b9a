package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lists with those who wait for elements, and transactions with what is watched: RPUSH and LPUSH of one element, LPOP,
 * LLEN, LRANGE, DEL, LMOVE, BLPOP, BLMOVE, and {@code WATCH client key…} and {@code EXEC client command…}, which name
 * who calls them; a transaction's commands are one word each, with spaces.
 *
 * <p>A wait happens when it ends: with an element that is there then, or with nothing when none is.
 */
public final class WaitsModel implements Model<WaitsModel.State> {

    /** What somebody watches, and whether any of it has been modified since. */
    public record Watch(Set<String> keys, boolean tripped) {}

    /** All lists, none of them empty, and what is watched by whom. */
    public record State(Map<String, List<String>> lists, Map<String, Watch> watches) {}

    @Override
    public State initial() {
        return new State(Map.of(), Map.of());
    }

    @Override
    public boolean isRead(List<String> command) {
        return command.get(0).equals("LLEN") || command.get(0).equals("LRANGE");
    }

    @Override
    public Step<State> step(State state, List<String> command) {
        Map<String, Watch> watches = new TreeMap<>(state.watches);
        String client = command.get(1);
        if (command.get(0).equals("WATCH")) {
            Watch before = watches.getOrDefault(client, new Watch(Set.of(), false));
            Set<String> keys = new TreeSet<>(before.keys);
            keys.addAll(command.subList(2, command.size()));
            watches.put(client, new Watch(keys, before.tripped));
            return new Step<>(new State(state.lists, watches), Reply.OK);
        }
        Map<String, List<String>> lists = new TreeMap<>(state.lists);
        Set<String> modified = new TreeSet<>();
        Reply reply;
        if (command.get(0).equals("EXEC")) {
            Watch watch = watches.remove(client);
            reply = watch != null && watch.tripped ? Reply.NULL_ARRAY : execute(command, lists, modified);
        } else {
            reply = carryOut(command, lists, modified);
        }
        watches.replaceAll(
                (who, watch) -> watch.keys.stream().anyMatch(modified::contains) ? new Watch(watch.keys, true) : watch);
        return new Step<>(new State(lists, watches), reply);
    }

    private static Reply execute(List<String> command, Map<String, List<String>> lists, Set<String> modified) {
        List<Reply> replies = new ArrayList<>();
        for (String each : command.subList(2, command.size())) {
            replies.add(carryOut(List.of(each.split(" ")), lists, modified));
        }
        return Reply.array(replies);
    }

    private static Reply carryOut(List<String> command, Map<String, List<String>> lists, Set<String> modified) {
        String key = command.get(1);
        List<String> list = lists.getOrDefault(key, List.of());
        return switch (command.get(0)) {
            case "RPUSH", "LPUSH" ->
                Reply.integer(push(
                        lists, modified, key, command.get(2), command.get(0).equals("LPUSH")));
            case "LLEN" -> Reply.integer(list.size());
            case "LRANGE" -> Reply.bulks(list.toArray(String[]::new));
            case "LPOP" -> list.isEmpty() ? Reply.NULL : Reply.bulk(pop(lists, modified, key));
            case "DEL" -> {
                modified.addAll(list.isEmpty() ? List.of() : List.of(key));
                yield Reply.integer(lists.remove(key) != null);
            }
            case "LMOVE", "BLMOVE" -> {
                if (list.isEmpty()) {
                    yield command.get(0).equals("LMOVE") ? Reply.NULL : Reply.NULL_ARRAY;
                }
                String element = pop(lists, modified, key);
                push(lists, modified, command.get(2), element, false);
                yield Reply.bulk(element);
            }
            case "BLPOP" -> {
                for (String each : command.subList(1, command.size() - 1)) {
                    if (lists.containsKey(each)) {
                        yield Reply.bulks(each, pop(lists, modified, each));
                    }
                }
                yield Reply.NULL_ARRAY;
            }
            default -> throw new IllegalArgumentException("not in this model: " + command);
        };
    }

    private static int push(
            Map<String, List<String>> lists, Set<String> modified, String key, String element, boolean left) {
        List<String> longer = new ArrayList<>(lists.getOrDefault(key, List.of()));
        longer.add(left ? 0 : longer.size(), element);
        lists.put(key, longer);
        modified.add(key);
        return longer.size();
    }

    private static String pop(Map<String, List<String>> lists, Set<String> modified, String key) {
        List<String> list = lists.get(key);
        if (list.size() == 1) {
            lists.remove(key);
        } else {
            lists.put(key, List.copyOf(list.subList(1, list.size())));
        }
        modified.add(key);
        return list.get(0);
    }
}
