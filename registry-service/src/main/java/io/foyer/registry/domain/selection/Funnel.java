package io.foyer.registry.domain.selection;

import java.util.ArrayList;
import java.util.List;

/** Puts candidates through rules, one after the other, and keeps a record of what each did. */
public final class Funnel {
    private final List<Step> steps = new ArrayList<>();
    private List<Candidate> left;

    public Funnel(List<Candidate> candidates) {
        this.left = candidates;
        this.steps.add(new Step("candidates", candidates.size()));
    }

    /** How many candidates were left after the rule of this name. */
    public record Step(String rule, int left) {}

    public Funnel apply(Rule rule) {
        List<Candidate> kept = left.stream().filter(rule.keeps()).toList();
        left = switch (rule) {
            case Rule.Require require -> kept;
            case Rule.Prefer prefer -> kept.isEmpty() ? left : kept;
        };
        steps.add(new Step(rule.name(), left.size()));
        return this;
    }

    public Funnel apply(List<Rule> rules) {
        rules.forEach(this::apply);
        return this;
    }

    public List<Candidate> left() {
        return left;
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
