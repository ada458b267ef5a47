{{/*
The configuration of one service as environment variables, one "NAME: value" a line. Names follow the rule of
MicroProfile Config: upper case, and _ for everything that is neither letter nor digit.
Argument: dict root, component.
*/}}
{{- define "foyer.environment" -}}
{{- $values := .root.Values -}}
{{- $service := index $values .component -}}
{{- $own := dict
  "foyer.mode" $values.mode
  "quarkus.http.host" "0.0.0.0"
  "quarkus.http.port" (toString (int $service.port))
  "quarkus.shutdown.timeout" (printf "%ds" (int $service.drainSeconds))
-}}
{{- with $values.publicHost }}{{ $_ := set $own "foyer.public-host" . }}{{ end -}}
{{- with include "foyer.redisUrl" .root }}{{ $_ := set $own "quarkus.redis.hosts" . }}{{ end -}}
{{- if eq .component "room" -}}
{{- $registry := printf "http://%s-registry:%d" (include "foyer.fullname" .root) (int $values.registry.port) -}}
{{- $_ := set $own "foyer.room.stream-manager-url" ($values.room.streamManagerUrl | default $registry) -}}
{{- end -}}
{{- $reserved := concat (keys $own) (list "foyer.public-host" "quarkus.redis.hosts" "quarkus.redis.password" "foyer.room.stream-manager-url") -}}
{{- range $where, $config := dict "config" $values.config (printf "%s.config" .component) $service.config -}}
{{- range $key, $ignored := $config -}}
{{- if regexMatch "(token|password|secret|key|credentials)$" (lower $key) -}}
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
{{- $secret := include "foyer.secretName" .root -}}
{{- $lenient := ne .root.Values.mode "secured" -}}
{{- if and (has .component (list "registry" "room")) (or $security.existingSecret $security.accessToken) }}
{{ include "foyer.secretVariable" (dict "name" "FOYER_ACCESS_TOKEN" "secret" $secret "key" "access-token" "optional" (and $security.existingSecret $lenient)) }}
{{- end }}
{{- if and (eq .component "registry") (or $security.existingSecret $security.nodeKey) }}
{{ include "foyer.secretVariable" (dict "name" "FOYER_REGISTRY_NODE_KEY" "secret" $secret "key" "node-key" "optional" (and $security.existingSecret $lenient)) }}
{{- end }}
{{- if and (eq .component "room") (or $security.existingSecret $security.webhookSecret) }}
{{ include "foyer.secretVariable" (dict "name" "FOYER_ROOM_WEBHOOK_SECRET" "secret" $secret "key" "webhook-secret" "optional" $security.existingSecret) }}
{{- end }}
{{- $redis := .root.Values.redis.existingSecret }}
{{- if and $redis.name $redis.urlKey }}
{{ include "foyer.secretVariable" (dict "name" "QUARKUS_REDIS_HOSTS" "secret" $redis.name "key" $redis.urlKey) }}
{{- end }}
{{- with include "foyer.redisPassword" .root }}
{{ include "foyer.secretVariable" (dict "name" "QUARKUS_REDIS_PASSWORD" "secret" (fromYaml .).name "key" (fromYaml .).key) }}
{{- end }}
{{- end -}}
