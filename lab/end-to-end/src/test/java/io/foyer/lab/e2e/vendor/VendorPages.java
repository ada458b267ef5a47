package io.foyer.lab.e2e.vendor;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.foyer.lab.e2e.browser.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Small pages of our own that use the vendor's SDK as its testbed pages do. The browser gets them on the origin of the
 * ingress, below {@code /e2e/}, from the test itself; everything else on that origin is the real system.
 */
final class VendorPages {

    private VendorPages() {}

    /** Opens one of the pages in a tab. */
    static void open(Tab tab, URI origin, String pageAndQuery) {
        String base = origin + "/e2e/";
        String sdk = VendorSdk.script();
        Page page = tab.page();
        page.route(base + "**", route -> answer(route, base, sdk));
        page.navigate(base + pageAndQuery);
    }

    private static void answer(Route route, String base, String sdk) {
        String path = URI.create(route.request().url()).getPath();
        String file = path.substring(URI.create(base).getPath().length());
        boolean script = file.endsWith(".js");
        route.fulfill(new Route.FulfillOptions()
                .setContentType((script ? "text/javascript" : "text/html") + ";charset=utf-8")
                .setBody(file.equals("red5pro-sdk.min.js") ? sdk : resource(file)));
    }

    private static String resource(String file) {
        try (InputStream content = VendorPages.class.getResourceAsStream("/vendor-pages/" + file)) {
            if (content == null) {
                throw new IllegalArgumentException("There is no test page " + file);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
