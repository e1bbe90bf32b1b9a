package dev.flashkv.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a row's syntax, written as redis-cli shows it, into a tree of arguments.
 *
 * <ul>
 *   <li>A word in capitals, or of symbols alone, is a token: it stands for itself. Any other is an argument's name.
 *   <li>{@code [x]} may be left out; {@code <x y>} belongs together. {@code x [x ...]} may be repeated.
 *   <li>{@code EX seconds}: a token and the argument that it announces.
 *   <li>{@code a|b}: one of them. Alternatives of tokens alone are words, as in {@code BEFORE|AFTER pivot}; where the
 *       first has an argument, each reaches to the next bar, as in {@code EX seconds|PX milliseconds|KEEPTTL}.
 * </ul>
 */
final class ArgumentSyntax {
    private static final Set<String> INTEGERS = Set.of(
            "bits",
            "client-id",
            "count",
            "cursor",
            "db",
            "decrement",
            "destination-db",
            "end",
            "frequency",
            "increment",
            "index",
            "index1",
            "index2",
            "len",
            "milliseconds",
            "num-matches",
            "numkeys",
            "numreplicas",
            "offset",
            "port",
            "protover",
            "rank",
            "seconds",
            "start",
            "stop",
            "timeout",
            "timestamp",
            "ttl",
            "version");

    private static final int NOWHERE = -1;

    /** A word, a bar, or a group of such. */
    private record Atom(String text, List<Atom> group) {
        boolean isWord() {
            return group.isEmpty() && !isBar();
        }

        boolean isBar() {
            return text.equals("|");
        }

        boolean isToken() {
            return isWord() && text.chars().noneMatch(Character::isLowerCase);
        }

        boolean isOptional() {
            return text.equals("[");
        }

        boolean isRepetition() {
            return isOptional() && group.get(group.size() - 1).text.equals("...");
        }
    }

    private final String syntax;
    private int at;

    private ArgumentSyntax(String syntax) {
        this.syntax = syntax;
    }

    /** The arguments of {@code spec}, in order. */
    static List<Argument> of(CommandSpec spec) {
        int space = spec.syntax().indexOf(' ');
        if (space < 0) {
            return List.of();
        }
        List<Argument> arguments = sequence(new ArgumentSyntax(spec.syntax().substring(space)).atoms());
        return withKeys(withDoubles(arguments, spec), spec);
    }

    // ---- words and groups ----

    private List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>();
        while (at < syntax.length()) {
            char c = syntax.charAt(at++);
            if (c == '[' || c == '<') {
                atoms.add(new Atom(String.valueOf(c), atoms()));
            } else if (c == ']' || c == '>') {
                return atoms;
            } else if (c == '|') {
                atoms.add(new Atom("|", List.of()));
            } else if (c != ' ') {
                int from = at - 1;
                while (at < syntax.length() && " |[]<>".indexOf(syntax.charAt(at)) < 0) {
                    at++;
                }
                atoms.add(new Atom(syntax.substring(from, at), List.of()));
            }
        }
        return atoms;
    }

    // ---- arguments ----

    private static List<Argument> sequence(List<Atom> atoms) {
        List<Argument> arguments = new ArrayList<>();
        int i = 0;
        while (i < atoms.size()) {
            Atom atom = atoms.get(i);
            boolean last = i + 1 == atoms.size();
            if (atom.isRepetition()) {
                repeat(arguments, atom.group.subList(0, atom.group.size() - 1));
                i++;
            } else if (!last && atoms.get(i + 1).isBar()) {
                List<Argument> choices = new ArrayList<>();
                choices.add(single(atom));
                for (i++; i + 1 < atoms.size() && atoms.get(i).isBar(); i += 2) {
                    choices.add(single(atoms.get(i + 1)));
                }
                arguments.add(Argument.of(Argument.Type.ONEOF, choices));
            } else if (atom.isToken() && !last && !atoms.get(i + 1).isOptional()) {
                arguments.add(announced(atoms.subList(i, atoms.size())));
                i = atoms.size();
            } else {
                arguments.add(single(atom));
                i++;
            }
        }
        return arguments;
    }

    /** A token and what it announces, or a choice of such: all that is left of a group. */
    private static Argument announced(List<Atom> atoms) {
        String token = atoms.get(0).text;
        if (atoms.get(1).isToken()) {
            return single(sequence(atoms.subList(1, atoms.size()))).withToken(token);
        }
        List<Argument> choices = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= atoms.size(); i++) {
            if (i == atoms.size() || atoms.get(i).isBar()) {
                choices.add(announcedOne(atoms.subList(from, i)));
                from = i + 1;
            }
        }
        return choices.size() == 1 ? choices.get(0) : Argument.of(Argument.Type.ONEOF, choices);
    }

    /** A token and what it announces, perhaps repeated together: {@code CONFIG name value [CONFIG name value ...]}. */
    private static Argument announcedOne(List<Atom> atoms) {
        Atom token = atoms.get(0);
        int last = atoms.size() - 1;
        if (last == 0) {
            return single(token);
        }
        if (atoms.get(last).isRepetition() && atoms.get(last).group.get(0).equals(token)) {
            return announcedOne(atoms.subList(0, last)).with(Argument.Trait.MULTIPLE, Argument.Trait.MULTIPLE_TOKEN);
        }
        return single(sequence(atoms.subList(1, atoms.size()))).withToken(token.text);
    }

    private static Argument single(Atom atom) {
        if (!atom.group.isEmpty()) {
            Argument inner = single(sequence(atom.group));
            return atom.isOptional() ? inner.with(Argument.Trait.OPTIONAL) : inner;
        }
        return atom.isToken() ? Argument.pureToken(atom.text) : Argument.named(atom.text, typeOf(atom.text));
    }

    private static Argument single(List<Argument> arguments) {
        return arguments.size() == 1 ? arguments.get(0) : Argument.of(Argument.Type.BLOCK, arguments);
    }

    /** Marks the arguments that {@code again} repeats; if it repeats none, it is arguments of its own. */
    private static void repeat(List<Argument> arguments, List<Atom> again) {
        int last = arguments.size() - 1;
        if (last >= 0 && again.get(0).isToken()) {
            arguments.set(last, arguments.get(last).with(Argument.Trait.MULTIPLE, Argument.Trait.MULTIPLE_TOKEN));
            return;
        }
        List<Argument> repeated = arguments.subList(Math.max(0, last + 1 - again.size()), last + 1);
        List<String> names = repeated.stream().map(Argument::name).toList();
        if (names.equals(again.stream().map(Atom::text).toList())) {
            Argument one = single(List.copyOf(repeated)).with(Argument.Trait.MULTIPLE);
            repeated.clear();
            arguments.add(one);
        } else {
            arguments.add(single(sequence(again)).with(Argument.Trait.OPTIONAL, Argument.Trait.MULTIPLE));
        }
    }

    private static Argument.Type typeOf(String name) {
        if (INTEGERS.contains(name)) {
            return Argument.Type.INTEGER;
        }
        if (name.startsWith("unix-time")) {
            return Argument.Type.UNIX_TIME;
        }
        return name.equals("pattern") ? Argument.Type.PATTERN : Argument.Type.STRING;
    }

    /**
     * INCRBYFLOAT and its like take the same arguments as INCRBY, of another type; and who waits for keys may say how
     * long to the fraction of a second.
     */
    private static List<Argument> withDoubles(List<Argument> arguments, CommandSpec spec) {
        boolean isFloat = spec.name().endsWith("float");
        boolean waits =
                spec.flags().contains(CommandFlag.BLOCKING) && !spec.keys().equals(KeySpec.NONE);
        return arguments.stream()
                .map(argument -> argument.type() == Argument.Type.INTEGER
                                && (isFloat || (waits && argument.name().equals("timeout")))
                        ? argument.as(Argument.Type.DOUBLE)
                        : argument)
                .toList();
    }

    // ---- keys ----

    /** Marks those arguments as keys that stand where the row says that keys are. */
    private static List<Argument> withKeys(List<Argument> arguments, CommandSpec spec) {
        List<KeySpec.Range> ranges = spec.keys().ranges();
        List<Argument> marked = new ArrayList<>(arguments);
        int place = spec.words();
        boolean placed = true;
        for (int i = 0; i < marked.size(); i++) {
            Argument argument = marked.get(i);
            List<Argument> parts =
                    new ArrayList<>(argument.type() == Argument.Type.BLOCK ? argument.parts() : List.of(argument));
            for (int part = 0; part < parts.size(); part++) {
                for (int range = 0; range < ranges.size(); range++) {
                    // Some stand where keys do, and are none: channels that are placed as keys are.
                    if (!ranges.get(range).access().contains(KeySpec.Access.NOT_KEY)
                            && isKey(
                                    parts.get(part),
                                    placed ? place : NOWHERE,
                                    ranges.get(range).places())) {
                        parts.set(part, parts.get(part).asKeyOf(range));
                    }
                }
                place++;
            }
            marked.set(i, argument.type() == Argument.Type.BLOCK ? argument.withParts(parts) : parts.get(0));
            // What comes after an argument that may be left out or repeated has no fixed place.
            placed &= argument.traits().isEmpty();
        }
        return marked;
    }

    private static boolean isKey(Argument argument, int place, KeyPlaces places) {
        if (places instanceof KeyPlaces.Fixed fixed) {
            boolean within = place >= fixed.first() && place <= Math.max(fixed.first(), fixed.last());
            return within && (place - fixed.first()) % fixed.step() == 0;
        }
        if (places instanceof KeyPlaces.Counted counted) {
            return place == counted.first();
        }
        return places instanceof KeyPlaces.Anywhere anywhere && argument.name().equals(anywhere.argument());
    }
}
