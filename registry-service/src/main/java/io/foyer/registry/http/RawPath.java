package io.foyer.registry.http;

import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Guid;
import io.foyer.name.Names;
import io.foyer.name.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A path as it came over the wire, before anything is decoded or normalised for it. */
public final class RawPath {
    private RawPath() {}

    /** Every segment must be a name: no dots that lead elsewhere, no slash or percent sign hidden in an encoding. */
    static void check(String raw) throws BadName {
        for (String segment : raw.split("/")) {
            if (!segment.isEmpty()) {
                Names.encodedName(segment);
            }
        }
    }

    /** The stream below a resource's own path. */
    public static Guid guid(HttpServerRequest request, String resource) {
        return read(Guid::encoded, below(request, resource));
    }

    /** The scope below a resource's own path. */
    public static Scope scope(HttpServerRequest request, String resource) {
        return read(Scope::encoded, below(request, resource));
    }

    /** What follows the resource's own path, percent-encoded as it came, without outer and doubled slashes. */
    public static String below(HttpServerRequest request, String resource) {
        return segments(request.path()).skip(segments(resource).count()).collect(Collectors.joining("/"));
    }

    /** A path, or another raw text, as a name; for the caller when it is none. */
    public static <T> T read(Parser<T> parser, String raw) {
        try {
            return parser.parse(raw);
        } catch (BadName e) {
            throw ApiException.because(Reason.BAD_NAME, "path: " + e.getMessage());
        }
    }

    private static Stream<String> segments(String path) {
        return Stream.of(path.split("/")).filter(segment -> !segment.isEmpty());
    }

    /** Makes a name of a text. */
    public interface Parser<T> {
        T parse(String text) throws BadName;
    }
}
