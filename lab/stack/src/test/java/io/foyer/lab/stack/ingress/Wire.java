package io.foyer.lab.stack.ingress;

import io.foyer.lab.stack.Trust;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One end of a connection, byte by byte, so that a test sees exactly what crosses the wire. Every read gives up after ten seconds. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout(10_000);
    }

    /** Connects to the ingress as a browser that trusts its certificate and checks the host name. */
    static Wire browser(int port, Certificate certificate) throws IOException {
        SSLSocket socket =
                (SSLSocket) Trust.in(certificate.pem()).getSocketFactory().createSocket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(new InetSocketAddress("localhost", port));
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return new Wire(socket);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a request or status line and headers. */
    Wire sendHead(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Reads up to the empty line. */
    Head head() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            read.write(next());
        }
        return new Head(
                List.of(read.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n")));
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the other side closed the connection");
        }
        return next;
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the other side closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    String readText(int count) throws IOException {
        return new String(read(count), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to the end of the connection; a broken connection counts as its end. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.write(next);
            }
        } catch (java.net.SocketException | javax.net.ssl.SSLException broken) {
            // the end as well
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends the connection as a dying process or a pulled cable does: without any good-bye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** First line and headers of a message. */
    record Head(List<String> lines) {
        String first() {
            return lines.getFirst();
        }

        /** All values of a header, in order. */
        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        String one(String name) {
            List<String> all = all(name);
            return all.size() == 1 ? all.getFirst() : all.toString();
        }
    }
}
