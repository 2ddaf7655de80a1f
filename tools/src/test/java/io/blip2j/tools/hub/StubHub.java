package io.blip2j.tools.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A hub on this machine: one repository, whose large files lie on another "host" (the same server under another
/// name), and faults on demand.
final class StubHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String NAME = "some/model";

    private static final int LARGE = 1000;

    private final HttpServer server;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /// Requests as `METHOD PATH RANGE`, in order.
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// How many of the next reads of large files are cut in the middle.
    final AtomicInteger cuts = new AtomicInteger();

    /// After how many bytes of a large file nothing more comes, without an end; -1: never.
    volatile int stallsAfter = -1;

    /// A status that everything is answered with; 0: as it should be.
    volatile int status;

    /// Whether ranges are served.
    volatile boolean ranges = true;

    /// What large files are announced with instead of their hash.
    volatile String wrongHash;

    StubHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    StubHub with(String file, byte[] bytes) {
        files.put(file, bytes);
        return this;
    }

    StubHub with(String file, String text) {
        return with(file, text.getBytes(StandardCharsets.UTF_8));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String store() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range)
                    + (token == null ? "" : " " + token));
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
            } else if (path.startsWith("/api/models/" + NAME + "/revision/")) {
                send(exchange, listing(), 200, 0);
            } else if (path.startsWith("/store/")) {
                store(exchange, files.get(path.substring("/store/".length())), range);
            } else if (path.startsWith("/" + NAME + "/resolve/" + COMMIT + "/")) {
                resolve(exchange, path.substring(("/" + NAME + "/resolve/" + COMMIT + "/").length()));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private byte[] listing() {
        return files.keySet().stream()
                .map(file -> "{\"rfilename\":\"" + file + "\"}")
                .collect(Collectors.joining(",", "{\"sha\":\"" + COMMIT + "\",\"siblings\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void resolve(HttpExchange exchange, String file) throws IOException {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (bytes.length < LARGE) {
            exchange.getResponseHeaders().set("ETag", "\"" + git(bytes) + "\"");
            send(exchange, bytes, 200, 0);
        } else {
            exchange.getResponseHeaders()
                    .set("X-Linked-Etag", "\"" + (wrongHash == null ? sha256(bytes) : wrongHash) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(bytes.length));
            exchange.getResponseHeaders().set("Location", store() + "/store/" + file);
            exchange.sendResponseHeaders(302, -1);
        }
    }

    private void store(HttpExchange exchange, byte[] bytes, String range) throws IOException {
        int start = 0;
        if (range != null && ranges) {
            start = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        send(exchange, bytes, start > 0 ? 206 : 200, start);
    }

    private void send(HttpExchange exchange, byte[] bytes, int code, int start) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(code, -1);
            return;
        }
        exchange.sendResponseHeaders(code, bytes.length - start);
        int end = bytes.length;
        boolean large = bytes.length >= LARGE;
        if (large && cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            end = start + (bytes.length - start) / 2;
        }
        boolean stalls = large && stallsAfter >= 0;
        end = stalls ? Math.min(end, start + stallsAfter) : end;
        exchange.getResponseBody().write(Arrays.copyOfRange(bytes, start, end));
        exchange.getResponseBody().flush();
        if (stalls) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static String sha256(byte[] bytes) {
        return hex("SHA-256", bytes);
    }

    static String git(byte[] bytes) {
        byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
