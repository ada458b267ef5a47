package io.foyer.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Guid;
import io.foyer.name.Names;
import io.foyer.name.Scope;
import io.foyer.registry.http.RawPath.Parser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads a JSON object field by field; whatever is wrong is said with the field's name. */
public final class JsonFields {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** Text of a field that has no narrower limit of its own. */
    public static final int LONGEST_TEXT = 255;

    private final JsonNode node;
    private final String prefix;

    private JsonFields(JsonNode node, String prefix) {
        this.node = node;
        this.prefix = prefix;
    }

    /** @throws ApiException when it is no JSON object */
    public static JsonFields parse(byte[] body) {
        JsonNode node = tree(body);
        if (!node.isObject()) {
            throw ApiException.because(Reason.INVALID_REQUEST, "the body must be a JSON object");
        }
        return new JsonFields(node, "");
    }

    /** @throws ApiException when it is no JSON */
    public static JsonNode tree(byte[] body) {
        try {
            JsonNode node = body == null ? null : READER.readValue(body);
            if (node == null || node.isMissingNode()) {
                throw ApiException.because(Reason.INVALID_REQUEST, "the body must be JSON");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw ApiException.because(Reason.INVALID_REQUEST, "the body is not valid JSON");
        } catch (IOException e) {
            throw ApiException.because(Reason.INVALID_REQUEST, "the body cannot be read");
        }
    }

    public JsonNode node() {
        return node;
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    public String text(String field) {
        return optionalText(field).orElseThrow(() -> wrong(field, "is missing"));
    }

    public String text(String field, Predicate<String> accepts, String otherwise) {
        String text = text(field);
        if (!accepts.test(text)) {
            throw wrong(field, otherwise);
        }
        return text;
    }

    public String text(String field, String whenAbsent) {
        return optionalText(field).orElse(whenAbsent);
    }

    public Optional<String> optionalText(String field) {
        return optionalText(field, LONGEST_TEXT);
    }

    public Optional<String> optionalText(String field, int longest) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.get(field);
        if (!value.isTextual()) {
            throw wrong(field, "must be text");
        }
        if (value.textValue().length() > longest) {
            throw wrong(field, "is longer than " + longest + " characters");
        }
        if (value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw wrong(field, "has control characters");
        }
        return Optional.of(value.textValue());
    }

    /** A scope, or another path of the kind. */
    public Scope scope(String field) {
        return read(field, node.get(field), Scope::of);
    }

    /** A scope and a name. */
    public Guid guid(String field) {
        return read(field, node.get(field), Guid::of);
    }

    /** The name of a stream. */
    public String name(String field) {
        return read(field, node.get(field), Names::name);
    }

    private <T> T read(String field, JsonNode value, Parser<T> parser) {
        if (value == null || value.isNull()) {
            throw wrong(field, "is missing");
        }
        if (!value.isTextual()) {
            throw wrong(field, "must be text");
        }
        try {
            return parser.parse(value.textValue());
        } catch (BadName e) {
            throw ApiException.field(Reason.BAD_NAME, prefix + field, "is not valid: " + e.getMessage());
        }
    }

    /** A whole number; text that is one is taken as well, as the pages send it. */
    public long number(String field, long least, long most) {
        if (!has(field)) {
            throw wrong(field, "is missing");
        }
        JsonNode value = node.get(field);
        long number;
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            number = value.longValue();
        } else if (value.isTextual() && value.textValue().matches("-?[0-9]{1,15}")) {
            number = Long.parseLong(value.textValue());
        } else {
            throw wrong(field, "must be a whole number");
        }
        if (number < least || number > most) {
            throw wrong(field, "must be from " + least + " to " + most);
        }
        return number;
    }

    public long number(String field, long least, long most, long whenAbsent) {
        return has(field) ? number(field, least, most) : whenAbsent;
    }

    public Optional<Double> decimal(String field, double least, double most) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.get(field);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw wrong(field, "must be a number from " + least + " to " + most);
        }
        return Optional.of(value.doubleValue());
    }

    public boolean bool(String field, boolean whenAbsent) {
        if (!has(field)) {
            return whenAbsent;
        }
        if (!node.get(field).isBoolean()) {
            throw wrong(field, "must be true or false");
        }
        return node.get(field).booleanValue();
    }

    /** A list of objects, or empty when the field is absent. */
    public <T> Optional<List<T>> objects(String field, int most, Function<JsonFields, T> read) {
        return list(field, most, (element, at) -> {
            if (!element.isObject()) {
                throw wrong(field + "[" + at + "]", "must be an object");
            }
            return read.apply(new JsonFields(element, prefix + field + "[" + at + "]."));
        });
    }

    /** The same, leaving out what is at fault and telling why: a bad entry costs no other one anything. */
    public <T> Optional<List<T>> objects(
            String field, int most, Function<JsonFields, T> read, Consumer<ApiException> leftOut) {
        return objects(field, most, entry -> {
                    try {
                        return Optional.of(read.apply(entry));
                    } catch (ApiException e) {
                        leftOut.accept(e);
                        return Optional.<T>empty();
                    }
                })
                .map(entries -> entries.stream().flatMap(Optional::stream).toList());
    }

    /** A list of scopes with names, or empty when the field is absent; what is none is left out. */
    public Optional<List<Guid>> guids(String field, int most, Consumer<ApiException> leftOut) {
        return list(field, most, (element, at) -> {
                    try {
                        return Optional.of(read(field + "[" + at + "]", element, Guid::of));
                    } catch (ApiException e) {
                        leftOut.accept(e);
                        return Optional.<Guid>empty();
                    }
                })
                .map(entries -> entries.stream().flatMap(Optional::stream).toList());
    }

    /** A list of texts, or empty when the field is absent. */
    public Optional<List<String>> texts(String field, int most) {
        return list(field, most, (element, at) -> {
            if (!element.isTextual() || element.textValue().length() > LONGEST_TEXT) {
                throw wrong(field + "[" + at + "]", "must be text of at most " + LONGEST_TEXT + " characters");
            }
            return element.textValue();
        });
    }

    public ApiException wrong(String field, String what) {
        return ApiException.field(Reason.INVALID_REQUEST, prefix + field, what);
    }

    private interface Element<T> {
        T read(JsonNode element, int at);
    }

    private <T> Optional<List<T>> list(String field, int most, Element<T> read) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.get(field);
        if (!value.isArray()) {
            throw wrong(field, "must be a list");
        }
        if (value.size() > most) {
            throw wrong(field, "has more than " + most + " elements");
        }
        List<T> elements = new ArrayList<>(value.size());
        for (int at = 0; at < value.size(); at++) {
            elements.add(read.read(value.get(at), at));
        }
        return Optional.of(elements);
    }
}
