package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// One file on its way into the cache: written to `HASH.incomplete`, gone on with where it was cut, moved to
/// `HASH` when size and hash are right, removed when they are not.
final class Download {
    private static final int CHUNK = 1 << 20;
    private static final int TRIES = 5; // in a row that bring nothing

    private final Hub hub;
    private final HubCache cache;
    private final HubName name;
    private final String commit;
    private final LongConsumer progress;
    private final long pauseMillis;

    /// @param progress gets numbers of new bytes
    /// @param pauseMillis wait before the second try; doubled for each later one
    Download(Hub hub, HubCache cache, HubName name, String commit, LongConsumer progress, long pauseMillis) {
        this.hub = hub;
        this.cache = cache;
        this.name = name;
        this.commit = commit;
        this.progress = progress;
        this.pauseMillis = pauseMillis;
    }

    /// Fetches a file.
    /// @return its SHA-256
    String fetch(HubFile file) throws IOException {
        Path part = cache.incomplete(file.hash());
        Files.createDirectories(part.getParent());
        String sha256;
        try (FileChannel channel = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                AutoCloseable _ = lock(channel, file)) {
            receive(file, channel);
            sha256 = check(file, channel, part);
            channel.force(true);
        } catch (IOException | RuntimeException problem) {
            throw problem;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible); // a lock's close throws IOException alone
        }
        Files.move(part, cache.blob(file.hash()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return sha256;
    }

    private static AutoCloseable lock(FileChannel channel, HubFile file) throws IOException {
        AutoCloseable lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this process
        }
        if (lock == null) {
            throw new InputException(
                    InputException.Kind.EXISTS,
                    "HUB-BUSY",
                    file.name(),
                    "another download of it under way",
                    "one at a time",
                    "Wait for it to end");
        }
        return lock;
    }

    /// Brings the file to its full length, in as many pieces as it takes while each brings something.
    private void receive(HubFile known, FileChannel channel) throws IOException {
        HubFile file = known;
        int failures = 0;
        progress.accept(channel.size());
        while (file.bytes() < 0 || channel.size() != file.bytes()) {
            long before = channel.size();
            try {
                if (failures > 0) {
                    Thread.sleep(pauseMillis << (failures - 1));
                    file = hub.file(name, commit, known.name()); // the place of a large file is valid for a while only
                }
                piece(file, channel);
                if (file.bytes() < 0) {
                    return;
                }
                if (channel.size() != file.bytes()) {
                    throw new IOException("cut after " + channel.size() + " of " + file.bytes() + " bytes");
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            } catch (IOException cut) {
                failures = channel.size() > before ? 1 : failures + 1;
                if (failures >= TRIES) {
                    throw gaveUp(known, channel.size(), cut);
                }
            }
        }
    }

    private InputException gaveUp(HubFile file, long have, IOException cut) {
        InputException problem = new InputException(
                InputException.Kind.IO,
                "HUB-CUT",
                file.name(),
                cut.getMessage() + ", " + TRIES + " times in a row; " + have + " of " + file.bytes()
                        + " bytes are there",
                "a connection to " + hub.settings().endpoint(),
                "Check the network, then run the same command: it goes on from there");
        problem.initCause(cut);
        return problem;
    }

    /// One request's worth of bytes.
    private void piece(HubFile file, FileChannel channel) throws IOException {
        long have = channel.size();
        if (file.bytes() >= 0 && have > file.bytes()) {
            restart(channel);
            have = 0;
        }
        HttpResponse<InputStream> response = hub.read(file.place(), have);
        try (InputStream body = response.body()) {
            boolean goesOn = response.statusCode() == 206
                    && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
            if (have > 0 && !goesOn) {
                restart(channel);
            }
            if (response.statusCode() == 206 && !goesOn || response.statusCode() == 416) {
                throw new IOException("no such range");
            }
            hub.requireOk(response.statusCode(), name + ", " + file.name());
            channel.position(channel.size());
            try (Watch watch = new Watch(body, hub.settings().patience())) {
                byte[] chunk = new byte[CHUNK];
                for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                    watch.alive();
                    if (file.bytes() >= 0 && channel.size() + n > file.bytes()) {
                        restart(channel);
                        throw new IOException("more than the " + file.bytes() + " bytes that were announced");
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    progress.accept(n);
                }
            }
        }
    }

    private void restart(FileChannel channel) throws IOException {
        progress.accept(-channel.size());
        channel.truncate(0);
    }

    private String check(HubFile file, FileChannel channel, Path part) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest git = digest("SHA-1");
        git.update(("blob " + channel.size() + "\0").getBytes(StandardCharsets.UTF_8));
        channel.position(0);
        InputStream bytes = Channels.newInputStream(channel); // closed with the channel
        byte[] chunk = new byte[CHUNK];
        for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
            sha256.update(chunk, 0, n);
            if (file.isGit()) {
                git.update(chunk, 0, n);
            }
        }
        String found = HexFormat.of().formatHex(sha256.digest());
        String counted = file.isGit() ? HexFormat.of().formatHex(git.digest()) : found;
        if ((file.isSha256() || file.isGit()) && !counted.equals(file.hash())) {
            Files.deleteIfExists(part);
            throw new InputException(
                    InputException.Kind.BAD,
                    "HUB-HASH",
                    file.name(),
                    "bytes with the hash " + counted,
                    file.hash(),
                    "It was thrown away; run the same command to fetch it again");
        }
        return found;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has both
        }
    }
}
