{{/* One path of an ingress. Argument: dict path, type, service, port (number, or empty for the port named http). */}}
{{- define "foyer.route" -}}
- path: {{ .path }}
  pathType: {{ .type }}
  backend:
    service:
      name: {{ .service }}
      port:
        {{- if .port }}
        number: {{ int .port }}
        {{- else }}
        name: http
        {{- end }}
{{- end -}}

{{/*
The routing table for browsers, the most specific path first. Only what stands here is reachable: a catch-all for
room-service would carry /q/ and whatever spelling of it a controller does not normalise.
*/}}
{{- define "foyer.publicRoutes" -}}
{{- $name := include "foyer.fullname" . -}}
{{- $registry := printf "%s-registry" $name -}}
{{- $proxy := printf "%s-proxy" $name -}}
{{- $room := printf "%s-room" $name -}}
{{ include "foyer.route" (dict "path" "/streammanager/api/4.0/admin/proxy" "type" "Prefix" "service" $proxy) }}
{{ include "foyer.route" (dict "path" "/streammanager/api" "type" "Prefix" "service" $registry) }}
{{ include "foyer.route" (dict "path" "/streammanager" "type" "Prefix" "service" $proxy) }}
{{ include "foyer.route" (dict "path" "/as/v1/proxy" "type" "Prefix" "service" $proxy) }}
{{ include "foyer.route" (dict "path" "/as/v1" "type" "Prefix" "service" $registry) }}
{{- range .Values.ingress.applications }}
{{ include "foyer.route" (dict "path" (printf "/%s" .) "type" "Prefix" "service" $proxy) }}
{{- end }}
{{- with .Values.ingress.vendorPages }}
{{- if .serviceName }}
{{ include "foyer.route" (dict "path" "/webrtcexamples" "type" "Prefix" "service" .serviceName "port" .servicePort) }}
{{- else }}
{{ include "foyer.route" (dict "path" "/webrtcexamples" "type" "Prefix" "service" $room) }}
{{- end }}
{{- end }}
{{- range .Values.ingress.roomPaths }}
{{ include "foyer.route" (dict "path" .path "type" .pathType "service" $room) }}
{{- end }}
{{- end -}}
