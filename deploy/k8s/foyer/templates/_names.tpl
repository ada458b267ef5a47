{{/* Prefix of all object names; short enough to leave room for the component's name. */}}
{{- define "foyer.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 45 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 45 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change, for selectors. Argument: dict root, component. */}}
{{- define "foyer.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* All labels. Argument: dict root, component. */}}
{{- define "foyer.labels" -}}
{{ include "foyer.selector" . }}
app.kubernetes.io/part-of: foyer
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "foyer.secretName" -}}
{{- .Values.security.existingSecret | default (printf "%s-secrets" (include "foyer.fullname" .)) -}}
{{- end -}}

{{/* All tokens given as values, one after the other: empty when there is none. */}}
{{- define "foyer.tokens" -}}
{{- range omit .Values.security "existingSecret" -}}{{ . }}{{- end -}}
{{- end -}}

{{/* "yes" when the chart has something to put into a Secret of its own. */}}
{{- define "foyer.ownsSecret" -}}
{{- with .Values -}}
{{- if or (include "foyer.tokens" $) .redis.password -}}yes{{- end -}}
{{- end -}}
{{- end -}}

{{/* The URL of Redis, or several with commas between; empty when a Secret has it. */}}
{{- define "foyer.redisUrl" -}}
{{- if .Values.redis.embedded.enabled -}}
redis://{{ include "foyer.fullname" . }}-redis:6379
{{- else -}}
{{- .Values.redis.url | default (join "," .Values.redis.hosts) -}}
{{- end -}}
{{- end -}}

{{/* The secretKeyRef of Redis's password, or nothing when none is set. */}}
{{- define "foyer.redisPassword" -}}
{{- $existing := .Values.redis.existingSecret -}}
{{- if .Values.redis.password -}}
name: {{ include "foyer.fullname" . }}-secrets
key: redis-password
{{- else if and $existing.name $existing.passwordKey -}}
name: {{ $existing.name }}
key: {{ $existing.passwordKey }}
{{- end -}}
{{- end -}}

{{/* The files that services read about Redis, as name: Secret, key and path. */}}
{{- define "foyer.redisFiles" -}}
{{- with .Values.redis.tls.caSecret -}}
{{- if .name }}
redis-ca: {secret: {{ .name }}, key: {{ .key }}, folder: /etc/foyer/redis-ca, file: ca.crt}
{{- end }}
{{- end }}
{{- if .Values.redis.passwordFile }}
{{- $password := include "foyer.redisPassword" . | fromYaml }}
redis-password: {secret: {{ $password.name }}, key: {{ $password.key }}, folder: /etc/foyer/redis-password, file: password}
{{- end }}
{{- end -}}
