package io.foyer.proxy.domain.frame;

/**
 * A complete close, ping or pong frame.
 *
 * @param payload unmasked, at most 125 bytes
 * @param raw the frame as it came, to be passed on unchanged
 */
public record ControlFrame(Opcode opcode, byte[] payload, byte[] raw) {}
