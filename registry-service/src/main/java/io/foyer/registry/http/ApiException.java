package io.foyer.registry.http;

/** A problem on its way to the caller. The message is shown to the caller and holds no secret. */
public final class ApiException extends RuntimeException {
    private final Problem problem;

    ApiException(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
