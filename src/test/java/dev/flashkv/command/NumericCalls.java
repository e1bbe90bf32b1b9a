package dev.flashkv.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call for every place in the command table where a number is wanted: the rest of the call is as short as the
 * syntax allows, with {@value #PLACE} in the number's place.
 */
public final class NumericCalls {
    /** Where the number goes. */
    public static final String PLACE = "<number>";

    private NumericCalls() {}

    /** The calls of those commands whose name, in lower case with a bar before a subcommand, {@code wanted} takes. */
    public static List<String> of(Predicate<String> wanted) {
        return CommandTable.standard().rowsAndSubcommands().stream()
                .filter(spec -> !(spec.handler() instanceof Handler.Container) && wanted.test(spec.name()))
                .flatMap(NumericCalls::of)
                .distinct()
                .toList();
    }

    private static Stream<String> of(CommandSpec spec) {
        String name = spec.name().toUpperCase(Locale.ROOT).replace('|', ' ');
        return variants(ArgumentSyntax.of(spec)).stream()
                .filter(words -> words.contains(PLACE))
                .map(words -> name + " " + String.join(" ", words));
    }

    /**
     * The short call first, then one for each number in it: that with the place in it, and optional parts if need be.
     */
    private static List<List<String>> variants(List<Argument> arguments) {
        List<List<String>> shortest = arguments.stream()
                .map(argument -> argument.traits().contains(Argument.Trait.OPTIONAL)
                        ? List.<String>of()
                        : words(argument).get(0))
                .toList();
        List<List<String>> all = new ArrayList<>();
        all.add(shortest.stream().flatMap(List::stream).collect(Collectors.toList()));
        for (int i = 0; i < arguments.size(); i++) {
            for (List<String> variant : words(arguments.get(i))) {
                if (variant.contains(PLACE)) {
                    List<String> call = new ArrayList<>();
                    for (int j = 0; j < arguments.size(); j++) {
                        call.addAll(i == j ? variant : shortest.get(j));
                    }
                    all.add(call);
                }
            }
        }
        return all;
    }

    private static List<List<String>> words(Argument argument) {
        List<String> token = argument.token().isEmpty() ? List.of() : List.of(argument.token());
        List<List<String>> values = switch (argument.type()) {
            case PURE_TOKEN -> List.of(List.<String>of());
            case KEY -> List.of(List.of("k"));
            case STRING, PATTERN -> List.of(List.of("v"));
            case INTEGER, DOUBLE, UNIX_TIME -> List.of(List.of("1"), List.of(PLACE));
            case ONEOF ->
                argument.parts().stream().flatMap(part -> words(part).stream()).toList();
            case BLOCK -> variants(argument.parts());
        };
        return values.stream()
                .map(value -> Stream.concat(token.stream(), value.stream()).toList())
                .toList();
    }
}
