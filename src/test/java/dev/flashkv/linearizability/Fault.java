package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** What a store could do that is not linearizable, played by clients: planted, to be found. */
enum Fault {
    /** None: what is checked must hold. */
    NONE,
    /** A GET answers what the same client has got before. */
    STALE_READ,
    /** An INCRBY is a GET and a SET. */
    LOST_UPDATE,
    /** A MSET is many SETs. */
    TORN_MSET,
    /** A MGET is many GETs. */
    TORN_MGET,
    /** The commands of a pipeline are carried out backwards. */
    REORDERED_PIPELINE;

    Caller on(Caller caller) {
        return this == NONE ? caller : new Faulty(caller);
    }

    private final class Faulty implements Caller {
        private final Caller caller;
        private final Queue<Reply> replies = new ArrayDeque<>();
        private final Map<String, Reply> seen = new HashMap<>();

        Faulty(Caller caller) {
            this.caller = caller;
        }

        @Override
        public void send(List<List<String>> pipeline) throws IOException {
            List<List<String>> order = new ArrayList<>(pipeline);
            List<Reply> answers = new ArrayList<>();
            if (Fault.this == REORDERED_PIPELINE) {
                Collections.reverse(order);
            }
            for (List<String> command : order) {
                answers.add(carryOut(command));
            }
            if (Fault.this == REORDERED_PIPELINE) {
                Collections.reverse(answers);
            }
            replies.addAll(answers);
        }

        private Reply carryOut(List<String> command) throws IOException {
            String key = command.get(1);
            String name = command.get(0);
            if (Fault.this == STALE_READ && name.equals("GET")) {
                Reply now = caller.call("GET", key);
                Reply before = seen.put(key, now);
                return before == null ? now : before;
            } else if (Fault.this == LOST_UPDATE && name.equals("INCRBY")) {
                Reply now = caller.call("GET", key);
                long sum = Long.parseLong(command.get(2))
                        + (now instanceof Reply.Bulk bulk
                                ? Long.parseLong(bulk.bytes().toString())
                                : 0);
                caller.call("SET", key, Long.toString(sum));
                return Reply.integer(sum);
            } else if (Fault.this == TORN_MSET && name.equals("MSET")) {
                for (int i = 1; i < command.size(); i += 2) {
                    caller.call("SET", command.get(i), command.get(i + 1));
                }
                return Reply.OK;
            } else if (Fault.this == TORN_MGET && name.equals("MGET")) {
                List<Reply> values = new ArrayList<>();
                for (String each : command.subList(1, command.size())) {
                    values.add(caller.call("GET", each));
                }
                return Reply.array(values);
            }
            return caller.call(command.toArray(String[]::new));
        }

        @Override
        public Reply receive() {
            return replies.remove();
        }

        @Override
        public void close() throws IOException {
            caller.close();
        }
    }
}
