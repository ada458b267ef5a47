package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One mixer of a composition.
 *
 * @param id the node's id, given to the mixing page as {@code cef-id}
 * @param mixingPage the page to load, {@code type} and {@code cef-id} appended
 * @param path scope of the composite, {@code live/room1}
 * @param streamName name of the composite in that scope
 * @param destinationMixerName the next mixer of the composition, or empty for the final one
 * @param serverAddress of the mixer's node
 * @param destination address the composite is forwarded to
 * @param width pixels
 * @param height pixels
 * @param framerate frames per second
 * @param bitrate kbit/s
 * @param state {@code pending}, {@code inservice}, {@code composing} or {@code terminating}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MixerRecord(
        String id,
        String mixerName,
        String location,
        String mixingPage,
        String streamName,
        String path,
        String destinationMixerName,
        String serverAddress,
        String destination,
        int width,
        int height,
        int framerate,
        int bitrate,
        boolean doForward,
        String state) {

    public MixerRecord in(String newState) {
        return new MixerRecord(
                id,
                mixerName,
                location,
                mixingPage,
                streamName,
                path,
                destinationMixerName,
                serverAddress,
                destination,
                width,
                height,
                framerate,
                bitrate,
                doForward,
                newState);
    }
}
