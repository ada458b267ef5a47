package io.foyer.lab.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;

/** JSON calls to other services. Certificates are not checked: the lab's are self-signed. */
public final class Calls {
    private final HttpClient client;

    public Calls(Vertx vertx) {
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setConnectTimeout(2000)
                        .setMaxPoolSize(20),
                new PoolOptions().setHttp1MaxSize(20));
    }

    /** The answer to a call. */
    public record Reply(int status, String body) {}

    /**
     * @param headers beside the content type, which is JSON
     * @param body empty for none
     * @param timeoutMillis from the call to the end of the answer
     */
    public Future<Reply> send(
            HttpMethod method, String url, Map<String, String> headers, String body, long timeoutMillis) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .setTimeout(timeoutMillis)
                .putHeader("Accept", "application/json");
        headers.forEach(options::putHeader);
        if (!body.isEmpty()) {
            options.putHeader("Content-Type", "application/json");
        }
        return client.request(options)
                .compose(request -> body.isEmpty() ? request.send() : request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(bytes -> new Reply(response.statusCode(), bytes.toString())));
    }
}
