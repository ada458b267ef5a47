package io.foyer.lab.node.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The arguments and environment as texts, and a memory of what was asked for, so that a misspelt argument is noticed. */
final class Arguments {
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, String> environment;
    private final Set<String> known = new HashSet<>();

    Arguments(String[] arguments, Map<String, String> environment) {
        this.environment = environment;
        for (String argument : arguments) {
            if (!argument.startsWith("--")) {
                throw new SettingsException("Arguments look like --key=value, '" + argument + "' does not");
            }
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            given.put(key, equals < 0 ? "true" : argument.substring(equals + 1));
        }
    }

    String text(String key, String fallback) {
        known.add(key);
        String value = given.get(key);
        if (value == null) {
            value = environment.get("FOYER_NODE_" + key.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        return value == null || value.isBlank() ? fallback : value.trim();
    }

    int number(String key, int fallback, int least, int most) {
        String value = text(key, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, together with the range
        }
        throw new SettingsException(
                "--" + key + " must be a whole number from " + least + " to " + most + ", not '" + value + "'");
    }

    boolean flag(String key, boolean fallback) {
        return switch (text(key, Boolean.toString(fallback)).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new SettingsException("--" + key + " must be on or off");
        };
    }

    /** A base URL without the trailing slash. */
    String url(String key) {
        String value = text(key, "");
        if (!value.isEmpty() && !value.matches("(https?|wss?)://\\S+")) {
            throw new SettingsException("--" + key + " must be a URL with its scheme");
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    void rejectUnknown() {
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new SettingsException("There is no argument --" + key);
            }
        }
    }
}
