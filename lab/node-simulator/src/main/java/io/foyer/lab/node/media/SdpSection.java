package io.foyer.lab.node.media;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be known of one media section of an offer to answer it.
 *
 * @param kind {@code audio}, {@code video} or {@code application}
 * @param mid name of the section, empty when it has none
 * @param direction as the sender of the description sees it, {@code sendrecv} when not said
 */
public record SdpSection(String kind, String mid, String direction) {
    private static final List<String> DIRECTIONS = List.of("sendrecv", "sendonly", "recvonly", "inactive");

    /** The sections in order; a direction said for the whole session applies where none is said. */
    public static List<SdpSection> of(String sdp) {
        List<SdpSection> sections = new ArrayList<>();
        String kind = null;
        String mid = "";
        String sessionDirection = "sendrecv";
        String direction = sessionDirection;
        for (String raw : sdp.split("\n", -1)) {
            String line = raw.strip();
            if (line.startsWith("m=")) {
                if (kind != null) {
                    sections.add(new SdpSection(kind, mid, direction));
                }
                int space = line.indexOf(' ');
                kind = space < 0 ? line.substring(2) : line.substring(2, space);
                mid = "";
                direction = sessionDirection;
            } else if (line.startsWith("a=mid:")) {
                mid = line.substring("a=mid:".length());
            } else if (line.startsWith("a=") && DIRECTIONS.contains(line.substring(2))) {
                direction = line.substring(2);
                if (kind == null) {
                    sessionDirection = direction;
                }
            }
        }
        if (kind != null) {
            sections.add(new SdpSection(kind, mid, direction));
        }
        return sections;
    }

    /** The offering side takes media here and sends none. */
    public boolean onlyReceives() {
        return "recvonly".equals(direction);
    }
}
