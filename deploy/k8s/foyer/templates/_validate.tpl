{{/*
What the schema cannot say: rules between values. Each failure is one sentence that names the value to set.
*/}}
{{- define "foyer.validate" -}}
{{- $security := .Values.security -}}
{{- $redis := .Values.redis -}}
{{- if and $security.existingSecret (include "foyer.tokens" .) -}}
{{- fail "Set either security.existingSecret or the tokens under security, not both: it would be unclear which one counts." -}}
{{- end -}}
{{- if and (eq .Values.mode "secured") (not $security.existingSecret) -}}
{{- if not $security.accessToken -}}
{{- fail "mode=secured requires security.accessToken (or security.existingSecret with the key access-token)." -}}
{{- end -}}
{{- if eq $security.accessToken "xyz123" -}}
{{- fail "mode=secured requires a security.accessToken of your own: xyz123 is the default that everybody knows." -}}
{{- end -}}
{{- if eq $security.pageToken $security.accessToken -}}
{{- fail "security.pageToken must differ from security.accessToken: it is the weaker one, for browsers." -}}
{{- end -}}
{{- if not $security.nodeKey -}}
{{- fail "mode=secured requires security.nodeKey (or security.existingSecret with the key node-key)." -}}
{{- end -}}
{{- if lt (len $security.webhookSecret) 16 -}}
{{- fail "mode=secured requires security.webhookSecret of at least 16 characters (or security.existingSecret with the key webhook-secret)." -}}
{{- end -}}
{{- end -}}

{{- if and $redis.embedded.enabled (or $redis.url $redis.hosts (and $redis.existingSecret.name $redis.existingSecret.urlKey)) -}}
{{- fail "Set either redis.embedded.enabled or the URL of your own Redis, not both: it would be unclear which one counts." -}}
{{- end -}}
{{- if and (or $redis.url $redis.hosts) $redis.existingSecret.name $redis.existingSecret.urlKey -}}
{{- fail "Set either redis.url or redis.existingSecret.urlKey, not both: it would be unclear which one counts." -}}
{{- end -}}
{{- if and (eq $redis.kind "standalone") $redis.hosts -}}
{{- fail "redis.hosts is for redis.kind sentinel and cluster: a single server is named by redis.url." -}}
{{- end -}}
{{- if and (ne $redis.kind "standalone") $redis.url -}}
{{- fail (printf "redis.url is for redis.kind standalone: with %s set redis.hosts." $redis.kind) -}}
{{- end -}}
{{- if and (ne $redis.kind "standalone") $redis.embedded.enabled -}}
{{- fail (printf "redis.embedded is one server: redis.kind must be standalone, not %s." $redis.kind) -}}
{{- end -}}
{{- if and $redis.tls.enabled (contains "redis://" (include "foyer.redisUrl" .)) -}}
{{- fail "redis.tls.enabled requires URLs that begin with rediss://; the embedded Redis has no TLS." -}}
{{- end -}}
{{- if and $redis.tls.caSecret.name (not $redis.tls.enabled) -}}
{{- fail "redis.tls.caSecret requires redis.tls.enabled: without TLS nobody shows a certificate." -}}
{{- end -}}
{{- if and $redis.passwordFile (not (include "foyer.redisPassword" .)) -}}
{{- fail "redis.passwordFile requires a password: set redis.password, or redis.existingSecret.name and passwordKey." -}}
{{- end -}}
{{- if and $redis.password $redis.existingSecret.name -}}
{{- fail "Set either redis.password or redis.existingSecret.name, not both: it would be unclear which one counts." -}}
{{- end -}}
{{- if not (or $redis.embedded.enabled $redis.url $redis.hosts (and $redis.existingSecret.name $redis.existingSecret.urlKey)) -}}
{{- fail "Foyer needs a Redis: set redis.url, or redis.kind and redis.hosts, or redis.existingSecret.name and urlKey, or redis.embedded.enabled=true for a trial." -}}
{{- end -}}

{{- if and .Values.ingress.enabled (not .Values.publicHost) -}}
{{- fail "ingress.enabled requires publicHost, the host name that browsers use." -}}
{{- end -}}
{{- $taken := list "q" "registry" "streammanager" "as" "webrtcexamples" "webhook" "proxy" "validateCredentials" "invalidateCredentials" -}}
{{- range .Values.ingress.applications -}}
{{- if has . $taken -}}
{{- fail (printf "ingress.applications must not contain %q: that path belongs to another part of Foyer." .) -}}
{{- end -}}
{{- end -}}
{{- range .Values.ingress.roomPaths -}}
{{- if and (eq .path "/") (eq .pathType "Prefix") -}}
{{- fail "ingress.roomPaths must not contain \"/\" as Prefix: it would publish health, metrics and node heartbeats; list the paths, \"/\" as Exact." -}}
{{- end -}}
{{- if has (first (splitList "/" (trimPrefix "/" .path))) (concat $taken $.Values.ingress.applications) -}}
{{- fail (printf "ingress.roomPaths must not contain %q: that path belongs to another part of Foyer." .path) -}}
{{- end -}}
{{- end -}}

{{- $access := .Values.nodeAccess -}}
{{- if or $access.ingress.enabled $access.loadBalancer.enabled -}}
{{- if not (or $security.nodeKey $security.existingSecret) -}}
{{- fail "nodeAccess opens the heartbeat to the outside and requires security.nodeKey (or security.existingSecret): without it anybody could announce a node." -}}
{{- end -}}
{{- end -}}
{{- if $access.ingress.enabled -}}
{{- if not $access.ingress.host -}}
{{- fail "nodeAccess.ingress.enabled requires nodeAccess.ingress.host, the host name that media nodes use." -}}
{{- end -}}
{{- if eq $access.ingress.host .Values.publicHost -}}
{{- fail "nodeAccess.ingress.host must differ from publicHost: browsers must not reach the paths of the nodes." -}}
{{- end -}}
{{- end -}}
{{- if and $access.loadBalancer.enabled (not $access.loadBalancer.sourceRanges) -}}
{{- fail "nodeAccess.loadBalancer.enabled requires nodeAccess.loadBalancer.sourceRanges: a load balancer lets every path through, so only the nodes' networks may reach it." -}}
{{- end -}}

{{- $policy := .Values.networkPolicy -}}
{{- if and $policy.enabled (not $policy.clients) -}}
{{- fail "networkPolicy.enabled requires networkPolicy.clients: name at least the ingress controller's namespace, or nobody could reach the services." -}}
{{- end -}}
{{- if and $policy.enabled $policy.egress.enabled -}}
{{- if not $policy.egress.nodes -}}
{{- fail "networkPolicy.egress.enabled requires networkPolicy.egress.nodes: the media nodes that signaling may be carried to." -}}
{{- end -}}
{{- if not (or $policy.egress.redis $redis.embedded.enabled) -}}
{{- fail "networkPolicy.egress.enabled requires networkPolicy.egress.redis: without it the services could not reach Redis." -}}
{{- end -}}
{{- end -}}

{{- range $component := list "registry" "proxy" "room" -}}
{{- $service := index $.Values $component -}}
{{- if and $service.autoscaling.enabled (gt (int $service.autoscaling.minReplicas) (int $service.autoscaling.maxReplicas)) -}}
{{- fail (printf "%s.autoscaling.minReplicas must not be above %s.autoscaling.maxReplicas." $component $component) -}}
{{- end -}}
{{- end -}}
{{- end -}}
