package io.foyer.lab.node.mixing;

import java.util.Locale;

/** Letters of three by five dots, enough to tell the tiles of a composite apart. */
final class Glyphs {
    static final int WIDTH = 3;
    static final int HEIGHT = 5;

    private static final String KNOWN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:. ";

    /** Five octal digits a letter, one per row from the top, the left dot being the 4. */
    private static final String[] ROWS = {
        "25755", "65656", "34443", "65556", "74647", "74644", "34553", "55755", "72227", "11152", "55655", "44447",
        "57755", "65555", "25552", "65644", "25563", "65655", "34216", "72222", "55557", "55552", "55775", "55255",
        "55222", "71247", "25552", "26227", "61247", "61216", "55711", "74616", "34652", "71222", "25252", "25316",
        "00700", "00007", "02020", "00002", "00000"
    };

    private Glyphs() {}

    /** Whether the dot is lit; a letter that is not known is drawn as a block. */
    static boolean lit(char letter, int column, int row) {
        int index = KNOWN.indexOf(String.valueOf(letter).toUpperCase(Locale.ROOT));
        int bits = index < 0 ? 7 : ROWS[index].charAt(row) - '0';
        return (bits & (4 >> column)) != 0;
    }
}
