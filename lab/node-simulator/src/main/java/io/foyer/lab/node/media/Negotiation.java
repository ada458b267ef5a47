package io.foyer.lab.node.media;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The library's call-back style of offers and answers as plain calls that wait; never call these on an event loop. */
final class Negotiation {
    private static final int LIMIT_SECONDS = 5;

    private Negotiation() {}

    static RTCSessionDescription createOffer(RTCPeerConnection connection) {
        Created created = new Created();
        return await(created.result, () -> connection.createOffer(new RTCOfferOptions(), created));
    }

    static RTCSessionDescription createAnswer(RTCPeerConnection connection) {
        Created created = new Created();
        return await(created.result, () -> connection.createAnswer(new RTCAnswerOptions(), created));
    }

    static void setLocal(RTCPeerConnection connection, RTCSessionDescription description) {
        Applied applied = new Applied();
        await(applied.result, () -> connection.setLocalDescription(description, applied));
    }

    static void setRemote(RTCPeerConnection connection, RTCSdpType type, String sdp) {
        Applied applied = new Applied();
        await(applied.result, () -> connection.setRemoteDescription(new RTCSessionDescription(type, sdp), applied));
    }

    private static <T> T await(CompletableFuture<T> future, Runnable begin) {
        try {
            begin.run();
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new PeerException(failed.getCause().getMessage());
        } catch (TimeoutException late) {
            throw new PeerException("no answer of the media library in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted");
        } catch (Exception | Error thrownByTheLibrary) {
            // What it throws for a description it cannot read is of no stated kind.
            throw new PeerException(thrownByTheLibrary.getMessage());
        }
    }

    private static final class Created implements CreateSessionDescriptionObserver {
        final CompletableFuture<RTCSessionDescription> result = new CompletableFuture<>();

        @Override
        public void onSuccess(RTCSessionDescription description) {
            result.complete(description);
        }

        @Override
        public void onFailure(String error) {
            result.completeExceptionally(new PeerException(error));
        }
    }

    private static final class Applied implements SetSessionDescriptionObserver {
        final CompletableFuture<Boolean> result = new CompletableFuture<>();

        @Override
        public void onSuccess() {
            result.complete(true);
        }

        @Override
        public void onFailure(String error) {
            result.completeExceptionally(new PeerException(error));
        }
    }
}
