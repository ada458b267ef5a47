package io.foyer.lab.node.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest picture and the highest rate of one kind of video, written {@code 320x180@12}.
 *
 * @param width pixels, even
 * @param height pixels, even
 * @param framesPerSecond at most this many pictures are passed on per second
 */
public record PictureFormat(int width, int height, int framesPerSecond) {
    private static final Pattern FORM = Pattern.compile("(\\d{2,4})x(\\d{2,4})@(\\d{1,2})");

    static PictureFormat parse(String key, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new SettingsException("--" + key + " must look like 320x180@12, not '" + text + "'");
        }
        int width = Integer.parseInt(form.group(1));
        int height = Integer.parseInt(form.group(2));
        int rate = Integer.parseInt(form.group(3));
        if (width > 1280 || height > 720 || rate < 1 || rate > 30 || width % 2 != 0 || height % 2 != 0) {
            throw new SettingsException("--" + key + " must be even, at most 1280x720 and 1 to 30 pictures a second");
        }
        return new PictureFormat(width, height, rate);
    }
}
