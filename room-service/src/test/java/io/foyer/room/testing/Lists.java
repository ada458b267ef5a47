package io.foyer.room.testing;

/** Lists as clients are sent them, with single quotes for double ones. */
public final class Lists {
    private Lists() {}

    /** @param streams with quotes and commas, {@code 'alice','bob'} */
    public static String active(String room, String streams) {
        return "{'type':'active','room':'" + room + "','streams':[" + streams + "]}";
    }

    /** A conference without anybody. */
    public static String conference(String room) {
        return "{'type':'conference','room':'" + room + "','streams':[]}";
    }

    /** @param streams with quotes and commas, {@code 'alice','bob'} */
    public static String conference(String room, String presenter, String streams) {
        return "{'type':'conference','presenter':'" + presenter + "','room':'" + room + "','streams':[" + streams
                + "]}";
    }

    public static String excluded(String room, String streams) {
        return "{'type':'excluded','room':'" + room + "','streams':[" + streams + "]}";
    }

    /** No compositions. */
    public static String activeCompositions(String room) {
        return "{'type':'activeCompositions','room':'" + room + "','list':[]}";
    }
}
