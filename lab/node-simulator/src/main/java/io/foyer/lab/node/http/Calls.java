package io.foyer.lab.node.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
    private static final long GUARD_MILLIS = 500;

    private final Vertx vertx;
    private final HttpClient client;

    public Calls(Vertx vertx) {
        this.vertx = vertx;
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
        Promise<Reply> answer = Promise.promise();
        // The client's own limit covers a silent server; this one covers everything, so that every call comes to an
        // end.
        long guard = vertx.setTimer(
                timeoutMillis + GUARD_MILLIS, late -> answer.tryFail("no answer within " + timeoutMillis + " ms"));
        client.request(options)
                .compose(request -> body.isEmpty() ? request.send() : request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(bytes -> new Reply(response.statusCode(), bytes.toString())))
                .onComplete(done -> {
                    vertx.cancelTimer(guard);
                    if (done.succeeded()) {
                        answer.tryComplete(done.result());
                    } else {
                        answer.tryFail(done.cause());
                    }
                });
        return answer.future();
    }
}
