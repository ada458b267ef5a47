package io.foyer.state.redis;

import io.quarkus.runtime.util.HashUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A Lua script that ships beside this class, and the digest Redis knows it by. */
record Script(String text, String digest) {
    /** @param name of a resource in this package */
    static Script load(String name) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Script(text, HashUtil.sha1(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
