package io.foyer.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void the_growth_exponent_of_a_square_is_two() {
        double[] sizes = {Math.log(100), Math.log(200), Math.log(400)};
        double[] times = {Math.log(3 * 1e4), Math.log(3 * 4e4), Math.log(3 * 16e4)};
        assertThat(Report.slope(sizes, times)).isCloseTo(2, within(1e-9));
    }

    @Test
    void a_quantile_is_one_of_the_values() {
        List<Double> values = List.of(5.0, 1.0, 4.0, 2.0, 3.0);
        assertThat(Report.quantile(values, 0)).isEqualTo(1);
        assertThat(Report.quantile(values, 0.5)).isEqualTo(3);
        assertThat(Report.quantile(values, 1)).isEqualTo(5);
    }
}
