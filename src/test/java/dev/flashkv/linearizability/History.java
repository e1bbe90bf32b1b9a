package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What concurrent clients do, on one clock. Each client's own part is for one thread. */
public final class History {
    private final AtomicLong clock = new AtomicLong();
    private final List<Part> parts = new ArrayList<>();

    /** A history in which nothing has happened yet. */
    public History() {}

    /** The part of one more client, which may belong to another thread. */
    public synchronized Part client() {
        Part part = new Part(parts.size());
        parts.add(part);
        return part;
    }

    /** All operations, each client's in its order. To be called when all clients are done. */
    public synchronized List<Operation> operations() {
        return parts.stream().flatMap(part -> part.operations().stream()).toList();
    }

    /** The operations of each key by itself, for commands that have one key, as their first argument. */
    public Map<String, List<Operation>> byKey() {
        return operations().stream()
                .collect(Collectors.groupingBy(
                        each -> each.commands().get(0).get(1), TreeMap::new, Collectors.toList()));
    }

    /** One client's operations. */
    public final class Part {
        private final int client;
        private final List<Operation> done = new ArrayList<>();
        private final List<List<List<String>>> sent = new ArrayList<>();
        private final List<Long> sentAt = new ArrayList<>();
        private int answered;

        private Part(int client) {
            this.client = client;
        }

        /** One command is about to be sent. */
        public void sends(List<String> command) {
            sendsTogether(List.of(command));
        }

        /** Commands are about to be sent that shall happen at one instant. */
        public void sendsTogether(List<List<String>> commands) {
            sent.add(List.copyOf(commands));
            sentAt.add(clock.incrementAndGet());
        }

        /** The first of those sent and not yet answered has been answered. */
        public void answered(Reply... answers) {
            answeredTogether(List.of(answers));
        }

        /** The same, by one who knows that it has happened just now, not at any time since it was sent. */
        public void answeredAtOnce(Reply answer) {
            sentAt.set(answered, clock.incrementAndGet());
            answered(answer);
        }

        /** The same, with an answer to each command. */
        public void answeredTogether(List<Reply> answers) {
            done.add(new Operation(client, sent.get(answered), answers, sentAt.get(answered), clock.incrementAndGet()));
            answered++;
        }

        /** Those sent and not yet answered will not happen any more, and have not happened. */
        public void neverHappen() {
            sent.subList(answered, sent.size()).clear();
            sentAt.subList(answered, sentAt.size()).clear();
        }

        private List<Operation> operations() {
            List<Operation> all = new ArrayList<>(done);
            for (int i = answered; i < sent.size(); i++) {
                all.add(new Operation(client, sent.get(i), null, sentAt.get(i), Operation.NEVER));
            }
            return all;
        }
    }
}
