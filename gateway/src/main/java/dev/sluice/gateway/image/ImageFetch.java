package dev.sluice.gateway.image;

import dev.sluice.gateway.inference.chat.Content.Source.Base64;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images of one request. The first that cannot be had ends it. On its event loop. */
public final class ImageFetch {
    static final int MAX_IMAGES = 10;
    static final int MAX_BYTES = 5 << 20;
    static final int MAX_BYTES_IN_ALL = 20 << 20;

    private final ImageClient client;
    private final Vertx vertx;
    private final List<String> addresses;
    private final boolean mayBePrivate;
    private final Promise<Map<String, Base64>> promise = Promise.promise();
    private final Map<String, Base64> images = new LinkedHashMap<>();
    private final List<HttpClientRequest> open = new ArrayList<>();
    private int bytes;
    private boolean over;

    ImageFetch(ImageClient client, Vertx vertx, List<String> addresses, boolean mayBePrivate) {
        this.client = client;
        this.vertx = vertx;
        this.addresses = List.copyOf(addresses);
        this.mayBePrivate = mayBePrivate;
    }

    /** By address; or an {@link ImageRefused}. */
    public Future<Map<String, Base64>> result() {
        return promise.future();
    }

    /** Nobody wants them any more. */
    public void cancel() {
        refuse("", "is not wanted any more");
    }

    void start(long timeoutMs) {
        if (addresses.size() > MAX_IMAGES) {
            refuse(
                    addresses.get(MAX_IMAGES),
                    "is one of " + addresses.size() + " that would have to be fetched, of " + MAX_IMAGES
                            + " at most: send the others as data URLs");
            return;
        }
        long timer = vertx.setTimer(timeoutMs, _ -> refuse(missing(), "did not come in time: send a data URL"));
        promise.future().onComplete(_ -> vertx.cancelTimer(timer));
        for (String address : addresses) {
            try {
                ask(ImageAddress.parse(address, mayBePrivate));
            } catch (ImageRefused e) {
                fail(e);
            }
        }
    }

    private String missing() {
        return addresses.stream()
                .filter(one -> !images.containsKey(one))
                .findFirst()
                .orElse("");
    }

    private void ask(ImageAddress address) {
        client.open(address)
                .onSuccess(request -> {
                    request.exceptionHandler(_ -> {});
                    open.add(request);
                    if (over) {
                        request.reset();
                        return;
                    }
                    request.send()
                            .onSuccess(response -> read(address.text(), request, response))
                            .onFailure(_ -> unreachable(address.text()));
                })
                .onFailure(e -> {
                    if (e instanceof ImageRefused refused) {
                        fail(refused);
                    } else {
                        unreachable(address.text());
                    }
                });
    }

    private void unreachable(String address) {
        refuse(address, "cannot be fetched: its server did not answer; send a data URL");
    }

    private void read(String address, HttpClientRequest request, HttpClientResponse response) {
        response.exceptionHandler(
                _ -> refuse(address, "broke off while it was fetched: try again, or send a data URL"));
        int status = response.statusCode();
        if (status != 200) {
            refuse(
                    address,
                    status / 100 == 3
                            ? "is redirected, which is not followed: name the address it leads to"
                            : "cannot be fetched: its server answered with status " + status);
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (over) {
                return;
            }
            bytes += part.length();
            if (body.length() + part.length() > MAX_BYTES) {
                refuse(address, "is larger than 5 MiB: send a smaller image");
            } else if (bytes > MAX_BYTES_IN_ALL) {
                refuse(address, "and the other images are larger than 20 MiB together: send smaller ones");
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(_ -> {
            open.remove(request);
            arrived(address, body.getBytes());
        });
    }

    private void arrived(String address, byte[] image) {
        String type = ImageType.of(image);
        if (type == null) {
            refuse(address, "is no PNG, JPEG, GIF or WebP image: send one of these");
        } else if (!over) {
            images.put(address, new Base64(type, java.util.Base64.getEncoder().encodeToString(image)));
            if (images.size() == addresses.size()) {
                over = true;
                promise.complete(images);
            }
        }
    }

    void refuse(String address, String problem) {
        fail(new ImageRefused(address, problem));
    }

    private void fail(ImageRefused refused) {
        if (!over) {
            over = true;
            List.copyOf(open).forEach(HttpClientRequest::reset);
            promise.fail(refused);
        }
    }
}
