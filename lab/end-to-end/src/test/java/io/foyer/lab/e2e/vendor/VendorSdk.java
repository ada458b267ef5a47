package io.foyer.lab.e2e.vendor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * The vendor's browser SDK, fetched with npm when a test needs it into the build folder, where it stays until the next
 * clean. It is neither shipped nor committed: its licence is not ours.
 */
final class VendorSdk {

    static final String VERSION = "11.0.0";
    private static final String ENTRY = "package/red5pro-sdk.min.js";

    private VendorSdk() {}

    /** The script as text. */
    static String script() {
        Path folder = Path.of("target", "vendor-sdk");
        Path script = folder.resolve("red5pro-sdk-" + VERSION + ".min.js");
        try {
            if (Files.notExists(script)) {
                Files.createDirectories(folder);
                pack(folder);
                extract(folder.resolve("red5pro-webrtc-sdk-" + VERSION + ".tgz"), script);
            }
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("The vendor's SDK could not be stored in " + folder, e);
        }
    }

    private static void pack(Path folder) throws IOException {
        Path said = folder.resolve("npm.log");
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "pack", "--silent", "red5pro-webrtc-sdk@" + VERSION)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The test with the vendor's SDK needs npm to fetch red5pro-webrtc-sdk: install Node.js with npm"
                            + " (on Debian: apt-get install npm).",
                    e);
        }
        try {
            if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException(
                        "npm could not fetch red5pro-webrtc-sdk@" + VERSION + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm fetched the vendor's SDK", e);
        }
    }

    /** Takes the one script out of the archive: 512-byte headers, sizes in octal, contents padded (POSIX ustar). */
    private static void extract(Path archive, Path script) throws IOException {
        Path partial = script.resolveSibling(script.getFileName() + ".part");
        try (InputStream tar = new GZIPInputStream(Files.newInputStream(archive))) {
            for (byte[] header = tar.readNBytes(512); header.length == 512; header = tar.readNBytes(512)) {
                String name = text(header, 0, 100);
                long size = name.isEmpty()
                        ? 0
                        : Long.parseLong(text(header, 124, 12).trim(), 8);
                if (name.equals(ENTRY)) {
                    Files.write(partial, tar.readNBytes(Math.toIntExact(size)));
                    Files.move(partial, script, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
                tar.skipNBytes((size + 511) / 512 * 512);
            }
        }
        throw new IOException("No " + ENTRY + " in " + archive);
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.US_ASCII);
    }
}
