package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is asked of the hub.
///
/// | question | request |
/// |---|---|
/// | commit and files of a revision | `GET /api/models/ORG/NAME/revision/REVISION` |
/// | hash, size and place of a file | `HEAD /ORG/NAME/resolve/COMMIT/FILE` |
/// | bytes of a file, from some place on | `GET` of that place, `Range: bytes=N-` |
///
/// Redirections are followed by hand: within the hub a file has moved, out of it lies the store of large files,
/// which must not see the token.
///
/// **Source:** huggingface_hub `file_download.py`: `X-Linked-Etag`, `X-Linked-Size`, relative redirections alone.
final class Hub implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 << 20;
    private static final int MAX_REDIRECTIONS = 5;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final HubSettings settings;
    private final HttpClient client;

    /// A revision.
    record Listing(String commit, List<String> files) {}

    Hub(HubSettings settings) {
        this.settings = settings;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.patience())
                .build();
    }

    /// The commit and all files of a revision.
    Listing list(HubName name) throws IOException {
        URI place = URI.create(settings.endpoint() + "/api/models/" + name.id() + "/revision/"
                + URLEncoder.encode(name.revision(), StandardCharsets.UTF_8));
        HttpResponse<InputStream> response = send("GET", place, 0);
        try (InputStream body = response.body()) {
            requireOk(response.statusCode(), name.toString());
            JsonNode answer = JsonMapper.shared().readTree(body.readNBytes(MAX_ANSWER_BYTES));
            String commit = answer.path("sha").asString("");
            List<String> files = new ArrayList<>();
            for (JsonNode file : answer.path("siblings")) {
                files.add(file.path("rfilename").asString(""));
            }
            if (!COMMIT.matcher(commit).matches()) {
                throw noHub(place, "no commit in the answer");
            }
            return new Listing(commit, files);
        } catch (JacksonException _) {
            throw noHub(place, "an answer that is no JSON");
        }
    }

    /// What the hub knows of a file.
    HubFile file(HubName name, String commit, String file) throws IOException {
        URI place = URI.create(settings.endpoint() + "/" + name.id() + "/resolve/" + commit + "/" + file);
        for (int i = 0; i < MAX_REDIRECTIONS; i++) {
            HttpResponse<InputStream> response = send("HEAD", place, 0);
            response.body().close();
            HttpHeaders headers = response.headers();
            String location = headers.firstValue("Location").orElse(null);
            boolean moved = response.statusCode() / 100 == 3 && location != null;
            if (!moved) {
                requireOk(response.statusCode(), name + ", " + file);
            }
            URI next = moved ? resolved(place, location) : place;
            String hash = headers.firstValue("X-Linked-Etag")
                    .or(() -> headers.firstValue("ETag"))
                    .orElse("")
                    .replaceFirst("^W/", "")
                    .replace("\"", "");
            if (moved && isHub(next) && headers.firstValue("X-Linked-Etag").isEmpty()) {
                place = next;
                continue;
            }
            long bytes = headers.firstValueAsLong("X-Linked-Size")
                    .orElse(
                            moved
                                    ? -1
                                    : headers.firstValueAsLong("Content-Length").orElse(-1));
            return new HubFile(file, hash, bytes, next);
        }
        throw noHub(place, "more than " + MAX_REDIRECTIONS + " redirections");
    }

    /// The bytes of a file from `start` on, if the server can; the status tells: 206, or 200 for all of it.
    HttpResponse<InputStream> read(URI from, long start) throws IOException {
        URI place = from;
        for (int i = 0; i < MAX_REDIRECTIONS; i++) {
            HttpResponse<InputStream> response = send("GET", place, start);
            String location = response.headers().firstValue("Location").orElse(null);
            if (response.statusCode() / 100 != 3 || location == null) {
                return response;
            }
            response.body().close();
            place = resolved(place, location);
        }
        throw noHub(place, "more than " + MAX_REDIRECTIONS + " redirections");
    }

    private static URI resolved(URI place, String location) {
        try {
            URI next = place.resolve(location);
            // What begins encrypted stays so.
            if (next.getHost() != null
                    && (next.getScheme().equals("https") || next.getScheme().equals(place.getScheme()))) {
                return next;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw noHub(place, "a redirection to an address that cannot be used");
    }

    private boolean isHub(URI place) {
        URI hub = settings.endpoint();
        return hub.getScheme().equals(place.getScheme())
                && hub.getHost().equals(place.getHost())
                && hub.getPort() == place.getPort();
    }

    private HttpResponse<InputStream> send(String method, URI place, long start) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(settings.patience())
                .header("User-Agent", "blip2j")
                .header("Accept-Encoding", "identity");
        if (settings.token() != null && isHub(place)) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } catch (HttpTimeoutException slow) {
            throw new IOException("no answer within " + settings.patience().toMillis() / 1000.0 + " s", slow);
        } catch (ConnectException refused) {
            boolean unknown = refused.getCause() instanceof UnresolvedAddressException
                    || refused.getCause() != null
                            && refused.getCause().getCause() instanceof UnresolvedAddressException;
            throw new IOException(
                    unknown ? "no such host as " + place.getHost() : "no connection to " + place.getAuthority(),
                    refused);
        }
    }

    /// @throws InputException for answers that will not change, @throws IOException for those that may
    void requireOk(int status, String what) throws IOException {
        if (status / 100 == 2) {
            return;
        }
        boolean token = settings.token() != null;
        switch (status) {
            case 401 ->
                throw missing(
                        what,
                        "status 401: unknown to the hub, or not open to " + (token ? "this HF_TOKEN" : "everybody"),
                        token
                                ? "Check the name and the token"
                                : "Check the name; for a private or gated model set HF_TOKEN");
            case 403 ->
                throw missing(
                        what,
                        "status 403: not allowed" + (token ? " with this HF_TOKEN" : ""),
                        "Accept the model's terms on its page, and set HF_TOKEN to a token that may read it");
            case 404 -> throw missing(what, "status 404: not on the hub", "Check the name and --revision");
            default -> throw new IOException("status " + status);
        }
    }

    private InputException missing(String what, String found, String fix) {
        return new InputException(
                InputException.Kind.MISSING, "HUB-MISSING", what, found, "a model on " + settings.endpoint(), fix);
    }

    private static InputException noHub(URI place, String found) {
        return new InputException(
                InputException.Kind.BAD,
                "HUB-ANSWER",
                place.toString(),
                found,
                "an answer of Hugging Face's hub",
                "Is HF_ENDPOINT a hub?");
    }

    HubSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
