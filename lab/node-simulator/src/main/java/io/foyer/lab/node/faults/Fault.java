package io.foyer.lab.node.faults;

import io.foyer.lab.node.settings.SettingsException;
import java.util.EnumSet;
import java.util.Set;

/** A way in which the node misbehaves on demand. */
public enum Fault {
    /** The WebSocket handshake is answered with 503. */
    REFUSE("refuse"),
    /** TCP is accepted, the handshake is never answered. */
    HANG("hang"),
    /** 101, and then never a {@code Connect.Success}. */
    SILENT("silent"),
    /** The socket is closed right after {@code Connect.Success}. */
    CLOSE_EARLY("closeEarly"),
    /** Every message of the node comes late. */
    SLOW("slow"),
    /** {@code Connect.Rejected} instead of {@code Connect.Success}. */
    REJECT_CONNECT("rejectConnect"),
    /** No heartbeat is sent. */
    SILENT_HEARTBEAT("silentHeartbeat"),
    /** The process halts at once, without a farewell. */
    DIE("die");

    private final String wireName;

    Fault(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @throws SettingsException when there is no such fault */
    public static Fault parse(String text) {
        for (Fault fault : values()) {
            if (fault.wireName.equalsIgnoreCase(text.trim())) {
                return fault;
            }
        }
        throw new SettingsException("There is no fault '" + text + "'");
    }

    /** A list separated by commas, possibly empty. */
    public static Set<Fault> parseAll(String text) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                faults.add(parse(part));
            }
        }
        return faults;
    }
}
