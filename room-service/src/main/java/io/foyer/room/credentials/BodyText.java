package io.foyer.room.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Nodes send ISO-8859-1 without saying so; everybody else sends UTF-8. What is valid UTF-8 is taken for that. */
final class BodyText {
    private BodyText() {}

    static String of(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }
}
