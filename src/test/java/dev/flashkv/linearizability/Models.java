package dev.flashkv.linearizability;

import dev.flashkv.linearizability.Model.Step;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one key of each kind does, and what many keys do together. */
public final class Models {
    private static final Set<String> READS = Set.of("GET", "LRANGE", "MGET", "EXISTS");

    private Models() {}

    private abstract static class OfCommands<S> implements Model<S> {
        @Override
        public final boolean isRead(List<String> command) {
            return READS.contains(command.get(0));
        }
    }

    private static IllegalArgumentException unknown(List<String> command) {
        return new IllegalArgumentException("not in this model: " + command);
    }

    private static Reply bulkOrNull(String text) {
        return text.isEmpty() ? Reply.NULL : Reply.bulk(text);
    }

    /** A key that is SET, GET, GETSET and DEL: its state is its value, or empty. Values are not empty. */
    public static Model<String> register() {
        return new OfCommands<>() {
            @Override
            public String initial() {
                return "";
            }

            @Override
            public Step<String> step(String state, List<String> command) {
                return switch (command.get(0)) {
                    case "GET" -> new Step<>(state, bulkOrNull(state));
                    case "SET" -> new Step<>(command.get(2), Reply.OK);
                    case "GETSET" -> new Step<>(command.get(2), bulkOrNull(state));
                    case "DEL" -> new Step<>("", Reply.integer(!state.isEmpty()));
                    default -> throw unknown(command);
                };
            }
        };
    }

    /** A key that is counted up by INCRBY and read by GET. */
    public static Model<Long> counter() {
        return new OfCommands<>() {
            @Override
            public Long initial() {
                return 0L;
            }

            @Override
            public Step<Long> step(Long state, List<String> command) {
                return switch (command.get(0)) {
                    case "GET" -> new Step<>(state, state == 0 ? Reply.NULL : Reply.bulk(state.toString()));
                    case "INCRBY" -> {
                        long sum = state + Long.parseLong(command.get(2));
                        yield new Step<>(sum, Reply.integer(sum));
                    }
                    default -> throw unknown(command);
                };
            }
        };
    }

    /** A list that grows by RPUSH, gives its first away by LPOP, and is read as a whole by LRANGE. */
    public static Model<List<String>> appendList() {
        return new OfCommands<>() {
            @Override
            public List<String> initial() {
                return List.of();
            }

            @Override
            public Step<List<String>> step(List<String> state, List<String> command) {
                return switch (command.get(0)) {
                    case "RPUSH" -> {
                        List<String> longer = new ArrayList<>(state);
                        longer.add(command.get(2));
                        yield new Step<>(List.copyOf(longer), Reply.integer(longer.size()));
                    }
                    case "LPOP" ->
                        state.isEmpty()
                                ? new Step<>(state, Reply.NULL)
                                : new Step<>(List.copyOf(state.subList(1, state.size())), Reply.bulk(state.get(0)));
                    case "LRANGE" -> new Step<>(state, Reply.bulks(state.toArray(String[]::new)));
                    default -> throw unknown(command);
                };
            }
        };
    }

    /** Many keys with texts and numbers: GET, SET, INCRBY, DEL, EXISTS, MGET, MSET, MSETNX, RENAME. */
    public static Model<Map<String, String>> keys() {
        return new OfCommands<>() {
            @Override
            public Map<String, String> initial() {
                return Map.of();
            }

            @Override
            public Step<Map<String, String>> step(Map<String, String> state, List<String> command) {
                List<String> keys = command.subList(1, command.size());
                return switch (command.get(0)) {
                    case "GET" -> new Step<>(state, value(state, command.get(1)));
                    case "MGET" ->
                        new Step<>(
                                state,
                                Reply.array(keys.stream()
                                        .map(key -> value(state, key))
                                        .toList()));
                    case "EXISTS" ->
                        new Step<>(
                                state,
                                Reply.integer(
                                        keys.stream().filter(state::containsKey).count()));
                    default -> write(new TreeMap<>(state), command, keys);
                };
            }
        };
    }

    private static Reply value(Map<String, String> state, String key) {
        String value = state.get(key);
        return value == null ? Reply.NULL : Reply.bulk(value);
    }

    /** The state is the caller's to change. */
    private static Step<Map<String, String>> write(Map<String, String> state, List<String> command, List<String> keys) {
        return switch (command.get(0)) {
            case "SET", "MSET" -> new Step<>(put(state, keys), Reply.OK);
            case "MSETNX" -> {
                for (int i = 0; i < keys.size(); i += 2) {
                    if (state.containsKey(keys.get(i))) {
                        yield new Step<>(state, Reply.ZERO);
                    }
                }
                yield new Step<>(put(state, keys), Reply.ONE);
            }
            case "INCRBY" -> {
                long sum = Long.parseLong(state.getOrDefault(keys.get(0), "0")) + Long.parseLong(keys.get(1));
                state.put(keys.get(0), Long.toString(sum));
                yield new Step<>(state, Reply.integer(sum));
            }
            case "DEL" -> {
                int before = state.size();
                keys.forEach(state::remove);
                yield new Step<>(state, Reply.integer(before - state.size()));
            }
            case "RENAME" -> {
                String moved = state.remove(keys.get(0));
                if (moved == null) {
                    yield new Step<>(state, Reply.error("ERR no such key"));
                }
                state.put(keys.get(1), moved);
                yield new Step<>(state, Reply.OK);
            }
            default -> throw unknown(command);
        };
    }

    private static Map<String, String> put(Map<String, String> state, List<String> keysAndValues) {
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            state.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
        return state;
    }
}
