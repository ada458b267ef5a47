package io.foyer.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a profile's samples were: in which method, and below which methods of Foyer. */
final class TopFrames {
    private static final int MOST = 20;

    private TopFrames() {}

    /** {@code TopFrames <file.jfr>...} */
    public static void main(String[] files) throws IOException {
        print(List.of(files).stream().map(Path::of).toList());
    }

    static void print(List<Path> files) throws IOException {
        Map<String, Integer> leaves = new HashMap<>();
        Map<String, Integer> own = new HashMap<>();
        int samples = 0;
        for (Path file : files) {
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                boolean java = event.getEventType().getName().equals("jdk.ExecutionSample");
                boolean sample = java || event.getEventType().getName().equals("jdk.NativeMethodSample");
                if (sample && event.getStackTrace() != null && !waits(event)) {
                    samples++;
                    count(event.getStackTrace().getFrames(), leaves, own);
                }
            }
        }
        System.out.println("\nProfile: " + samples + " samples in " + files);
        print("In the method itself", leaves, samples);
        print("In or below a method of Foyer", own, samples);
    }

    /** A thread in a system call that waits for work is sampled as often as one that works. */
    private static boolean waits(RecordedEvent event) {
        String method = name(event.getStackTrace().getFrames().getFirst());
        return method.contains("epollWait") || method.contains("EPoll.wait") || method.endsWith(".accept");
    }

    private static void count(List<RecordedFrame> frames, Map<String, Integer> leaves, Map<String, Integer> own) {
        leaves.merge(name(frames.getFirst()), 1, Integer::sum);
        Set<String> once = new HashSet<>();
        frames.stream()
                .map(TopFrames::name)
                .filter(n -> n.startsWith("io.foyer."))
                .forEach(once::add);
        once.forEach(frame -> own.merge(frame, 1, Integer::sum));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void print(String title, Map<String, Integer> counts, int samples) {
        System.out.println("\n" + title + ":");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(e -> System.out.println("%6.1f %% %s".formatted(100.0 * e.getValue() / samples, e.getKey())));
    }
}
