package io.foyer.registry.domain.node;

import java.util.regex.Pattern;

/** What a node may be called and where it may be: words of machines, unlike the names of rooms and streams. */
public final class NodeText {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_\\-.@~:+]{1,255}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?");
    private static final int MAX_ID = 128;

    private NodeText() {}

    /** A region, a group, and what else configuration names. */
    public static boolean isWord(String text) {
        return WORD.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    public static boolean isId(String text) {
        return isWord(text) && text.length() <= MAX_ID;
    }

    /** A host name or an IP address. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
