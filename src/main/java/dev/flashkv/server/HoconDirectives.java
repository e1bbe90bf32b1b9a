package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.flashkv.command.Directive;
import dev.flashkv.command.Directives;
import dev.flashkv.command.Setting;
import dev.flashkv.command.SettingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Directives as HOCON has them: from it, and to it. */
final class HoconDirectives {
    private static final String REDIS_SECTION = "flashkv.redis";

    private HoconDirectives() {}

    /**
     * The values of all directives that {@code config} has, by name, in redis.conf's syntax.
     *
     * @throws ConfigException if one of them is not valid; the message names it and its place
     */
    static Map<String, String> read(Config config) {
        refuseUnknown(config);
        Map<String, String> values = new LinkedHashMap<>();
        for (Directive directive : Directives.all()) {
            if (config.hasPath(directive.path())) {
                values.put(directive.name(), checked(config, directive));
            }
        }
        return values;
    }

    /** The section for directives without effect has no others. */
    private static void refuseUnknown(Config config) {
        if (!config.hasPath(REDIS_SECTION)) {
            return;
        }
        for (Map.Entry<String, ConfigValue> entry :
                config.getObject(REDIS_SECTION).entrySet()) {
            Directive directive = Directives.find(entry.getKey());
            String path = REDIS_SECTION + "." + entry.getKey();
            if (directive == null) {
                throw bad(entry.getValue().origin(), path, "Redis has no such directive");
            }
            if (!directive.path().equals(path)) {
                throw bad(entry.getValue().origin(), path, "FlashKV has it as " + directive.path());
            }
        }
    }

    private static String checked(Config config, Directive directive) {
        String text = text(config, directive);
        try {
            directive.parse(text, directive.initial());
            return text;
        } catch (SettingException e) {
            throw bad(config.getValue(directive.path()).origin(), directive.path(), e.reason());
        }
    }

    private static String text(Config config, Directive directive) {
        String path = directive.path();
        return switch (directive.type().kind()) {
            case NUMBER -> Long.toString(longInteger(config, path));
            case SIZE -> Long.toString(config.getMemorySize(path).toBytes());
            case FLAG -> config.getBoolean(path) ? "yes" : "no";
            case WORD ->
                config.getValue(path).valueType() == ConfigValueType.BOOLEAN
                        ? config.getBoolean(path) ? "yes" : "no"
                        : config.getString(path);
            case TEXT -> config.getString(path);
            case WORDS ->
                config.getValue(path).valueType() == ConfigValueType.LIST
                        ? String.join(" ", config.getStringList(path))
                        : config.getString(path);
        };
    }

    /**
     * The int at that path.
     *
     * @throws ConfigException if it has a fraction, or is none
     */
    static int integer(Config config, String path) {
        longInteger(config, path);
        return config.getInt(path);
    }

    private static long longInteger(Config config, String path) {
        long value = config.getLong(path);
        // getLong cuts a fraction off.
        if (config.getNumber(path).doubleValue() != value) {
            throw bad(config.getValue(path).origin(), path, "must be a whole number");
        }
        return value;
    }

    /** A configuration with that one value, which has been read from redis.conf's syntax; {@code place} says where. */
    static Config write(Directive directive, Setting setting, String place) {
        Object value = switch (directive.type().kind()) {
            case NUMBER -> setting.text();
            case SIZE -> setting.number();
            case FLAG, WORD, TEXT -> setting.text();
            case WORDS ->
                setting.text().isEmpty() ? List.of() : List.of(setting.text().split(" "));
        };
        return ConfigFactory.empty().withValue(directive.path(), ConfigValueFactory.fromAnyRef(value, place));
    }

    private static ConfigException bad(ConfigOrigin origin, String path, String reason) {
        return new ConfigException.BadValue(origin, path, reason);
    }
}
