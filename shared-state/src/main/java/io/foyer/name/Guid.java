package io.foyer.name;

import java.util.List;

/** A stream, wherever it is: its scope and its name, {@code live/room1/alice}. */
public record Guid(Scope scope, String name) {
    /** From JSON or a report of a node. */
    public static Guid of(String text) throws BadName {
        return of(Names.segments(text));
    }

    /** From a path of a URL, percent-encoded: an encoded slash is refused. */
    public static Guid encoded(String text) throws BadName {
        return of(Names.pathSegments(text));
    }

    /** From the value of a query parameter as it came. */
    public static Guid query(String text) throws BadName {
        return of(Names.querySegments(text));
    }

    /** From two members of a report. */
    public static Guid of(String scope, String name) throws BadName {
        return new Guid(Scope.of(scope), Names.name(name));
    }

    private static Guid of(List<String> segments) throws BadName {
        if (segments.size() < 2) {
            throw new BadName("a stream needs a scope and a name");
        }
        return new Guid(Scope.of(segments.subList(0, segments.size() - 1)), segments.getLast());
    }

    /** For a path of a URL: each segment percent-encoded. */
    public String encoded() {
        return Names.encoded(toString());
    }

    @Override
    public String toString() {
        return scope + "/" + name;
    }
}
