package io.foyer.registry.domain.selection;

import java.util.function.Predicate;

/** A named condition on candidates. */
public sealed interface Rule {
    String name();

    Predicate<Candidate> keeps();

    /** Who does not meet it is out. */
    record Require(String name, Predicate<Candidate> keeps) implements Rule {}

    /** Who does not meet it is out, unless nobody does. */
    record Prefer(String name, Predicate<Candidate> keeps) implements Rule {}
}
