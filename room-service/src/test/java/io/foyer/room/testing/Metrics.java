package io.foyer.room.testing;

import static io.restassured.RestAssured.given;

import java.util.function.Predicate;

/** The metrics of a replica, as Prometheus reads them. */
public final class Metrics {
    private Metrics() {}

    /** Value of a metric as Prometheus names it, labels included where it has some; 0 when it is not there. */
    public static double value(int port, String name) {
        return sum(port, name::equals);
    }

    /** Sum of all whose name, labels included, is wanted. */
    public static double sum(int port, Predicate<String> wanted) {
        return given().port(port)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#") && wanted.test(line.substring(0, line.lastIndexOf(' '))))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
