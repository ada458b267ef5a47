{{/*
The configuration of one service as environment variables, one "NAME: value" a line. Names follow the rule of
MicroProfile Config: upper case, and _ for everything that is neither letter nor digit.
Argument: dict root, component.
*/}}
{{- define "foyer.environment" -}}
{{- $values := .root.Values -}}
{{- $service := index $values .component -}}
{{- /* No HTTP/2: controllers pass an upgrade to h2c on like one to WebSocket, and what follows it they cannot route,
so that it would reach every path of the service, /q/ and /registry/ too. */ -}}
{{- $own := dict
  "foyer.mode" $values.mode
  "quarkus.http.host" "0.0.0.0"
  "quarkus.http.port" (toString (int $service.port))
  "quarkus.http.http2" "false"
-}}
{{- $drain := printf "%ds" (int $service.drainSeconds) -}}
{{- if eq .component "registry" -}}
{{- $_ := set $own "quarkus.shutdown.timeout" $drain -}}
{{- else -}}
{{- /* These drain by themselves first; what comes after has only requests to wait for, which end in moments. */ -}}
{{- $_ := set $own (get (dict "proxy" "foyer.proxy.drain-deadline" "room" "foyer.room.socket.drain") .component) $drain -}}
{{- $_ := set $own "quarkus.shutdown.timeout" "2s" -}}
{{- end -}}
{{- with include "foyer.redisUrl" .root }}{{ $_ := set $own "quarkus.redis.hosts" . }}{{ end -}}
{{- with $values.redis -}}
{{- if ne .kind "standalone" }}{{ $_ := set $own "quarkus.redis.client-type" .kind }}{{ end -}}
{{- if eq .kind "sentinel" }}{{ $_ := set $own "quarkus.redis.master-name" .masterName }}{{ end -}}
{{- if .tls.enabled }}{{ $_ := set $own "quarkus.redis.tls-configuration-name" "redis" }}{{ end -}}
{{- end -}}
{{- $files := include "foyer.redisFiles" .root | fromYaml -}}
{{- range $name, $key := dict "redis-ca" "quarkus.tls.redis.trust-store.pem.certs" "redis-password" "foyer.redis.password-file" -}}
{{- with get $files $name }}{{ $_ := set $own $key (printf "%s/%s" .folder .file) }}{{ end -}}
{{- end -}}
{{- if eq .component "room" -}}
{{- $registry := printf "http://%s-registry:%d" (include "foyer.fullname" .root) (int $values.registry.port) -}}
{{- $_ := set $own "foyer.room.stream-manager-url" ($values.room.streamManagerUrl | default $registry) -}}
{{- end -}}
{{- if eq .component "proxy" -}}
{{- $_ := set $own "foyer.proxy.trusted-proxies" (join "," (prepend $values.proxy.trustedProxies "127.0.0.0/8")) -}}
{{- end -}}
{{- $reserved := concat (keys $own) (list "quarkus.redis.hosts" "quarkus.redis.password" "quarkus.redis.client-type" "quarkus.redis.master-name" "quarkus.redis.tls-configuration-name" "quarkus.tls.redis.trust-store.pem.certs" "foyer.redis.password-file" "foyer.room.stream-manager-url") -}}
{{- range $where, $config := dict "config" $values.config (printf "%s.config" .component) $service.config -}}
{{- range $key, $ignored := $config -}}
{{- if regexMatch "(token|password|secret|key|credentials)$|^foyer\\.room\\.credentials\\.users\\." (lower $key) -}}
{{- fail (printf "%s must not contain %s: secrets do not belong into a ConfigMap; use security, redis.existingSecret or extraEnv with a secretKeyRef." $where $key) -}}
{{- end -}}
{{- if has $key $reserved -}}
{{- fail (printf "%s must not contain %s: the chart sets it from a value of its own, see values.yaml." $where $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $value := merge (dict) $service.config $values.config $own }}
{{ regexReplaceAll "[^A-Za-z0-9]" $key "_" | upper }}: {{ $value | quote }}
{{- end -}}
{{- end -}}

{{/* One variable out of a Secret. Argument: dict name, secret, key, optional. */}}
{{- define "foyer.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end -}}

{{/*
The secret variables of one service. With a Secret of the operator's own, keys that secured mode does not demand are
optional; without one, only what was given is referred to.
Argument: dict root, component.
*/}}
{{- define "foyer.secretVariables" -}}
{{- $security := .root.Values.security -}}
{{- $component := .component -}}
{{- $secret := include "foyer.secretName" .root -}}
{{- $demanded := ternary (list "accessToken" "nodeKey" "webhookSecret") list (eq .root.Values.mode "secured") -}}
{{- $variables := get (dict
  "registry" (list
    (list "FOYER_ACCESS_TOKEN" "accessToken" "access-token")
    (list "FOYER_REGISTRY_NODE_KEY" "nodeKey" "node-key")
    (list "FOYER_REGISTRY_PAGE_TOKEN" "pageToken" "page-token")
    (list "FOYER_REGISTRY_NODE_ACCESS_TOKEN" "nodeAccessToken" "node-access-token")
    (list "FOYER_REGISTRY_WEBHOOK_SECRET" "webhookSecret" "webhook-secret"))
  "proxy" (list (list "FOYER_ACCESS_TOKEN" "accessToken" "access-token"))
  "room" (list
    (list "FOYER_ACCESS_TOKEN" "accessToken" "access-token")
    (list "FOYER_ROOM_WEBHOOK_SECRET" "webhookSecret" "webhook-secret"))
) $component -}}
{{- range $variables }}
{{- $value := index . 1 }}
{{- if or $security.existingSecret (get $security $value) }}
{{ include "foyer.secretVariable" (dict "name" (index . 0) "secret" $secret "key" (index . 2) "optional" (and $security.existingSecret (not (has $value $demanded)))) }}
{{- end }}
{{- end }}
{{- $redis := .root.Values.redis.existingSecret }}
{{- if and $redis.name $redis.urlKey }}
{{ include "foyer.secretVariable" (dict "name" "QUARKUS_REDIS_HOSTS" "secret" $redis.name "key" $redis.urlKey) }}
{{- end }}
{{- if not .root.Values.redis.passwordFile }}
{{- with include "foyer.redisPassword" .root }}
{{ include "foyer.secretVariable" (dict "name" "QUARKUS_REDIS_PASSWORD" "secret" (fromYaml .).name "key" (fromYaml .).key) }}
{{- end }}
{{- end }}
{{- end -}}
