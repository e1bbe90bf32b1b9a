package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users as lines of text describe them: {@code user name rule...}. */
final class AclLines {
    private static final String USER = "user";
    private static final String DUPLICATE = "Duplicate user found. A user can only be defined once in config files";

    private final boolean channelsByDefault;
    private final Map<Bytes, AclRights> users = new TreeMap<>();

    /** None yet; {@code channelsByDefault} says whether users have all channels by themselves. */
    AclLines(boolean channelsByDefault) {
        this.channelsByDefault = channelsByDefault;
    }

    /** What has been read so far, by name. */
    Map<Bytes, AclRights> users() {
        return users;
    }

    /** Reads one: a name and its rules. Returns null, or what is wrong. */
    @Nullable
    String add(List<Bytes> words) {
        if (words.isEmpty()) {
            return "user takes a name and rules";
        }
        Bytes name = words.get(0);
        String of = "user " + name + ": ";
        if (AclRules.hasSpaces(name)) {
            return of + "a name can't contain spaces or null characters";
        }
        if (users.containsKey(name)) {
            return of + DUPLICATE;
        }
        AclRules rules = new AclRules(AclRights.none(channelsByDefault), channelsByDefault);
        List<Bytes> merged;
        try {
            merged = AclRules.merged(words.subList(1, words.size()));
        } catch (AclRuleException e) {
            return of + "unmatched parenthesis in a selector";
        }
        for (Bytes rule : merged) {
            try {
                rules.apply(rule);
            } catch (AclRuleException e) {
                // A rule that is no name of a command may be a password.
                return of + (e.isUnknownName() ? "'" + rule + "': " : "") + e.reason();
            }
        }
        users.put(name, rules.rights());
        return null;
    }

    /**
     * Reads a whole file.
     *
     * @throws AclRuleException if anything is wrong; the reason has it all, line by line
     */
    void addFile(Bytes content, String file) {
        StringBuilder wrong = new StringBuilder();
        int number = 0;
        for (String line : AclText.of(content).split("\n", -1)) {
            number++;
            String text = line.trim();
            if (!text.isEmpty()) {
                addLine(text, file + ":" + number, number, wrong);
            }
        }
        if (wrong.length() > 0) {
            throw new AclRuleException(
                    wrong + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
        }
    }

    private void addLine(String text, String place, int number, StringBuilder wrong) {
        List<Bytes> words =
                Arrays.stream(text.split(" +", -1)).map(AclText::bytes).toList();
        if (words.size() < 2 || !words.get(0).equals(Bytes.of(USER))) {
            wrong.append(place).append(" should start with user keyword followed by the username. ");
            return;
        }
        Bytes name = words.get(1);
        if (users.containsKey(name)) {
            wrong.append("WARNING: Duplicate user '").append(AclText.of(name));
            wrong.append("' found on line ").append(number).append(". ");
            return;
        }
        if (AclRules.hasSpaces(name)) {
            wrong.append(place).append(": ").append(AclRuleException.SYNTAX).append(". ");
            return;
        }
        List<Bytes> merged;
        try {
            merged = AclRules.merged(words.subList(2, words.size()));
        } catch (AclRuleException e) {
            wrong.append(place).append(": Unmatched parenthesis in selector definition.");
            return;
        }
        users.put(name, rightsBy(merged, place, wrong));
    }

    private AclRights rightsBy(List<Bytes> merged, String place, StringBuilder wrong) {
        AclRules rules = new AclRules(AclRights.none(channelsByDefault), channelsByDefault);
        boolean said = false;
        for (Bytes rule : merged) {
            try {
                rules.apply(rule);
            } catch (AclRuleException e) {
                if (e.isUnknownName()) {
                    wrong.append(place)
                            .append(": Error in applying operation '")
                            .append(AclText.of(rule));
                    wrong.append("': ").append(e.reason()).append(". ");
                } else if (!said) {
                    // What comes after the first mistake may be wrong for that reason only.
                    wrong.append(place).append(": ").append(e.reason()).append(". ");
                    said = true;
                }
            }
        }
        return rules.rights();
    }
}
