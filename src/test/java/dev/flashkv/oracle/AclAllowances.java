package dev.flashkv.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where replies about users and rules need not be equal byte for byte. */
final class AclAllowances {
    static final List<AllowList.Allowance> ALL = List.of(
            new AllowList.Allowance(
                    "single commands follow their categories in the order of a hash table",
                    command -> command.is("ACL", "LIST") || command.is("ACL", "GETUSER"),
                    (oracle, subject) -> inOrder(oracle).equals(inOrder(subject))),
            new AllowList.Allowance(
                    "the commands of a category come in the order of a hash table",
                    command -> command.is("ACL", "CAT"),
                    (oracle, subject) -> oracle.isArray() && oracle.sorted().equals(subject.sorted())),
            new AllowList.Allowance(
                    "the log's times are each server's own, and so is most of what it has about clients",
                    command -> command.is("ACL", "LOG"),
                    (oracle, subject) -> withoutTimes(oracle).equals(withoutTimes(subject))));

    private AclAllowances() {}

    /** The words of all texts in an order that depends on the words only. */
    private static ReplyNode inOrder(ReplyNode reply) {
        if (reply.isBulk() && !reply.isNull()) {
            return reply.withText(
                    Arrays.stream(reply.text().split("[ ()]")).sorted().collect(Collectors.joining(" ")));
        }
        return reply.children().isEmpty()
                ? reply
                : reply.withChildren(
                        reply.children().stream().map(AclAllowances::inOrder).toList());
    }

    private static ReplyNode withoutTimes(ReplyNode log) {
        if (!log.isArray()) {
            return log;
        }
        return log.withChildren(log.children().stream()
                .map(entry -> entry.withChildren(List.of(
                        entry.child(0),
                        entry.child(1),
                        entry.child(3),
                        entry.child(5),
                        entry.child(7),
                        entry.child(9),
                        entry.child(10),
                        entry.child(11)
                                .withText(Boolean.toString(
                                        Double.parseDouble(entry.child(11).text()) < 10)),
                        entry.child(12),
                        entry.child(13)
                                .withText(entry.child(13)
                                        .text()
                                        .replaceAll("(?!(cmd|user|flags|db|multi)=)\\b[a-z-]+=\\S* ?", "")))))
                .toList());
    }
}
