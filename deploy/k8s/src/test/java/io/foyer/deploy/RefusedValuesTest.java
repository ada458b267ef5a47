package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot work are refused before anything is installed, in a sentence that names the value. */
class RefusedValuesTest {
    private static final String REDIS = "redis: {url: \"redis://r:6379\"}\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource({"rulesBetweenValues", "wrongTypes"})
    void valuesAreRefused(String sentence, String values) {
        assertThatThrownBy(() -> Chart.render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence);
    }

    static Stream<Arguments> rulesBetweenValues() {
        return Stream.of(
                refused("Foyer needs a Redis: set redis.url", "{}"),
                refused("mode=secured requires security.accessToken", REDIS + "mode: secured"),
                refused(
                        "mode=secured requires a security.accessToken of your own",
                        REDIS + "mode: secured\nsecurity: {accessToken: xyz123, nodeKey: k}"),
                refused(
                        "security.pageToken must differ from security.accessToken",
                        REDIS + "mode: secured\nsecurity: {accessToken: a, pageToken: a, nodeKey: k}"),
                refused(
                        "mode=secured requires security.webhookSecret of at least 16 characters",
                        REDIS
                                + "mode: secured\nsecurity: {accessToken: a, nodeKey: k, webhookSecret: fifteen-letters}"),
                refused("mode=secured requires security.nodeKey", REDIS + "mode: secured\nsecurity: {accessToken: a}"),
                refused(
                        "either security.existingSecret or the tokens",
                        REDIS + "security: {accessToken: a, existingSecret: s}"),
                refused(
                        "either redis.embedded.enabled or the URL",
                        "redis: {url: \"redis://r:6379\", embedded: {enabled: true}}"),
                refused(
                        "either redis.url or redis.existingSecret.urlKey",
                        "redis: {url: \"redis://r:6379\", existingSecret: {name: s, urlKey: u}}"),
                refused(
                        "either redis.password or redis.existingSecret.name",
                        "redis: {url: \"redis://r:6379\", password: p, existingSecret: {name: s}}"),
                refused("redis.hosts is for redis.kind sentinel and cluster", "redis: {hosts: [\"redis://r:6379\"]}"),
                refused("redis.url is for redis.kind standalone", "redis: {kind: cluster, url: \"redis://r:6379\"}"),
                refused(
                        "redis.kind must be standalone, not sentinel",
                        "redis: {kind: sentinel, embedded: {enabled: true}}"),
                refused(
                        "redis.tls.enabled requires URLs that begin with rediss://",
                        "redis: {kind: cluster, hosts: [\"rediss://r:6379\", \"redis://s:6379\"], tls: {enabled: true}}"),
                refused(
                        "redis.tls.caSecret requires redis.tls.enabled",
                        "redis: {url: \"rediss://r:6379\", tls: {caSecret: {name: s}}}"),
                refused(
                        "redis.passwordFile requires a password",
                        "redis: {url: \"redis://r:6379\", passwordFile: true}"),
                refused(
                        "config must not contain foyer.redis.password-file: the chart sets it",
                        REDIS + "config: {\"foyer.redis.password-file\": \"/p\"}"),
                refused("ingress.enabled requires publicHost", REDIS + "ingress: {enabled: true}"),
                refused(
                        "ingress.roomPaths must not contain \"/\" as Prefix",
                        REDIS + "ingress: {roomPaths: [{path: /, pathType: Prefix}]}"),
                refused(
                        "ingress.roomPaths must not contain \"/q/health\"",
                        REDIS + "ingress: {roomPaths: [{path: /q/health, pathType: Exact}]}"),
                refused(
                        "ingress.roomPaths must not contain \"/live\"",
                        REDIS + "ingress: {roomPaths: [{path: /live, pathType: Prefix}]}"),
                refused(
                        "ingress.applications must not contain \"registry\"",
                        REDIS + "ingress: {applications: [registry]}"),
                refused(
                        "nodeAccess opens the heartbeat to the outside and requires security.nodeKey",
                        REDIS + "nodeAccess: {ingress: {enabled: true, host: n.example.org}}"),
                refused(
                        "requires nodeAccess.ingress.host",
                        REDIS + "security: {nodeKey: k}\nnodeAccess: {ingress: {enabled: true}}"),
                refused(
                        "nodeAccess.ingress.host must differ from publicHost",
                        REDIS + "publicHost: m.example.org\nsecurity: {nodeKey: k}\n"
                                + "nodeAccess: {ingress: {enabled: true, host: m.example.org}}"),
                refused(
                        "requires nodeAccess.loadBalancer.sourceRanges",
                        REDIS + "security: {nodeKey: k}\nnodeAccess: {loadBalancer: {enabled: true}}"),
                refused(
                        "networkPolicy.enabled requires networkPolicy.clients",
                        REDIS + "networkPolicy: {enabled: true}"),
                refused(
                        "requires networkPolicy.egress.nodes",
                        REDIS + "networkPolicy: {enabled: true, clients: [{}], egress: {enabled: true}}"),
                refused(
                        "requires networkPolicy.egress.redis",
                        REDIS + "networkPolicy: {enabled: true, clients: [{}], egress: {enabled: true, nodes: [{}]}}"),
                refused(
                        "room.autoscaling.minReplicas must not be above",
                        REDIS + "room: {autoscaling: {enabled: true, minReplicas: 7}}"),
                refused(
                        "config must not contain foyer.access-token: secrets do not belong into a ConfigMap",
                        REDIS + "config: {\"foyer.access-token\": \"a\"}"),
                refused(
                        "registry.config must not contain foyer.registry.node-key",
                        REDIS + "registry: {config: {\"foyer.registry.node-key\": \"a\"}}"),
                refused(
                        "room.config must not contain foyer.room.credentials.users.alice: secrets",
                        REDIS + "room: {config: {\"foyer.room.credentials.users.alice\": \"wonderland\"}}"),
                refused(
                        "config must not contain quarkus.http.http2: the chart sets it",
                        REDIS + "config: {\"quarkus.http.http2\": \"true\"}"),
                refused(
                        "room.config must not contain foyer.mode: the chart sets it",
                        REDIS + "room: {config: {\"foyer.mode\": \"secured\"}}"));
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                refused("at '/mode': value must be one of 'open', 'secured'", REDIS + "mode: locked"),
                refused("at '/room/replicas': got string, want integer", REDIS + "room: {replicas: two}"),
                refused("at '/room/replicas': minimum: got -1, want 0", REDIS + "room: {replicas: -1}"),
                refused("additional properties 'rom' not allowed", REDIS + "rom: {replicas: 1}"),
                refused("at '/room': additional properties 'replica' not allowed", REDIS + "room: {replica: 1}"),
                refused("at '/redis/url'", "redis: {url: \"http://r:6379\"}"),
                refused("at '/redis/url'", "redis: {url: \"redis://user:password@r:6379\"}"),
                refused("at '/redis/kind': value must be one of", "redis: {kind: sharded}"),
                refused("at '/redis/hosts/0'", "redis: {kind: cluster, hosts: [\"redis://:p@r:6379\"]}"),
                refused("at '/publicHost'", REDIS + "publicHost: https://meet.example.org"),
                refused("at '/proxy/port'", REDIS + "proxy: {port: 80}"),
                refused(
                        "at '/config/quarkus.log.level': got boolean, want string",
                        REDIS + "config: {quarkus.log.level: true}"),
                refused("invalid propertyName 'LOG_LEVEL'", REDIS + "config: {LOG_LEVEL: DEBUG}"),
                refused("at '/security/webhookSecret'", REDIS + "security: {webhookSecret: a/b}"),
                refused(
                        "at '/nodeAccess/loadBalancer/sourceRanges/0'",
                        REDIS + "nodeAccess: {loadBalancer: {sourceRanges: [everywhere]}}"),
                refused("at '/serviceMonitor/interval'", REDIS + "serviceMonitor: {interval: often}"));
    }

    private static Arguments refused(String sentence, String values) {
        return Arguments.of(sentence, values);
    }
}
