package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void valuesAreDecodedAndAPlusStaysAPlus() {
        Query query = new Query("id=a+b&app=live%2Froom1&token=%7B%22a%22%3A%22x%3Dy%22%7D&password=p%20w&username=u");

        assertThat(query.get("id")).isEqualTo("a+b");
        assertThat(query.get("app")).isEqualTo("live/room1");
        assertThat(query.get("token")).isEqualTo("{\"a\":\"x=y\"}");
        assertThat(query.credentials().password()).isEqualTo("p w");
        assertThat(query.credentials().blank()).isFalse();
        assertThat(query.credentials().toString()).doesNotContain("p w");
    }

    @Test
    void missingAndUndefinedCredentialsAreBlank() {
        assertThat(new Query(null).credentials().blank()).isTrue();
        assertThat(new Query("username=undefined&password=x").credentials().blank())
                .isTrue();
        assertThat(new Query("id=%zz").get("id")).isEqualTo("%zz");
    }
}
