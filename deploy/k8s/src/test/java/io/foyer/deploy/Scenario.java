package io.foyer.deploy;

/** Values that operators would give, one set for each way to install. */
enum Scenario {
    /** As little as possible: somebody's Redis. */
    DEFAULT("""
            redis: {url: "redis://redis.example:6379"}
            """),

    /** Tokens in the values. */
    SECURED("""
            mode: secured
            publicHost: meet.example.org
            security:
              accessToken: administrators-only
              nodeKey: for-nodes-only
              pageToken: weak-page
              nodeAccessToken: cluster-api
              webhookSecret: hook-7f3a-91d2-44c0
            redis: {url: "rediss://redis.example:6380", password: letmein-redis}
            ingress: {enabled: true, className: nginx}
            """),

    /** Tokens, Redis URL and password in Secrets of the operator's own. */
    EXISTING_SECRETS("""
            mode: secured
            publicHost: meet.example.org
            security: {existingSecret: our-tokens}
            redis: {existingSecret: {name: our-redis, urlKey: url, passwordKey: pass}}
            ingress: {enabled: true}
            """),

    /** Sentinels behind TLS by an authority of one's own, and the password as a file. */
    SENTINEL("""
            redis:
              kind: sentinel
              hosts: ["rediss://sentinel-0.example:26379", "rediss://sentinel-1.example:26379"]
              masterName: conferences
              tls: {enabled: true, caSecret: {name: our-authority}}
              passwordFile: true
              existingSecret: {name: our-redis}
            networkPolicy:
              enabled: true
              clients: [{namespaceSelector: {}}]
              egress: {enabled: true, nodes: [{ipBlock: {cidr: 10.20.0.0/16}}], redis: [{ipBlock: {cidr: 10.30.0.0/24}}]}
            """),

    /** A cluster, named by two of its nodes. */
    CLUSTER("""
            redis: {kind: cluster, hosts: ["redis://r0.example:6379", "redis://r1.example:6379"], password: letmein-redis}
            """),

    /** The small Redis inside the release. */
    TRIAL("""
            redis: {embedded: {enabled: true}}
            """),

    /** One pod of each, so nothing to budget. */
    SINGLE("""
            redis: {embedded: {enabled: true}}
            registry: {replicas: 1}
            proxy: {replicas: 1}
            room: {replicas: 1}
            """),

    /** Every switch on. */
    EVERYTHING("""
            mode: secured
            publicHost: meet.example.org
            image: {prefix: registry.example/video/foyer, tag: "1.2.3", pullPolicy: Always, pullSecrets: [{name: pull}]}
            security: {accessToken: administrators-only, nodeKey: for-nodes-only, webhookSecret: hook-7f3a-91d2-44c0}
            redis:
              password: letmein-redis
              embedded: {enabled: true, persistence: {enabled: true, size: 2Gi, storageClass: fast}}
            config: {"quarkus.log.level": "DEBUG"}
            registry:
              autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 4, targetCpu: 60}
              config: {"quarkus.log.level": "INFO"}
              extraEnv: [{name: QUARKUS_REDIS_MAX_POOL_WAITING, value: "50000"}]
              podAnnotations: {example.org/team: video}
              nodeSelector: {disk: ssd}
              tolerations: [{key: video, operator: Exists, effect: NoSchedule}]
              affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
            proxy: {autoscaling: {enabled: true}, drainSeconds: 45, preStopSeconds: 7}
            room: {autoscaling: {enabled: true}, streamManagerUrl: "http://stream-manager.example:5080"}
            ingress:
              enabled: true
              className: nginx
              timeoutSeconds: 7200
              applications: [live, webinar]
              annotations: {cert-manager.io/cluster-issuer: letsencrypt}
              roomPaths: [{path: /, pathType: Exact}, {path: /lobby, pathType: Prefix}]
              vendorPages: {serviceName: vendor-pages, servicePort: 8080}
            nodeAccess:
              ingress: {enabled: true, className: internal, host: nodes.example.org}
              loadBalancer: {enabled: true, sourceRanges: [10.20.0.0/16], annotations: {example.org/internal: "true"}}
            networkPolicy:
              enabled: true
              clients: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]
              egress:
                enabled: true
                nodes: [{ipBlock: {cidr: 10.20.0.0/16}}]
                extra: [{to: [{ipBlock: {cidr: 192.0.2.7/32}}], ports: [{protocol: TCP, port: 443}]}]
            serviceMonitor: {enabled: true, labels: {release: prometheus}}
            """);

    private final String values;

    Scenario(String values) {
        this.values = values;
    }

    Manifests render() {
        return Chart.render(values);
    }
}
