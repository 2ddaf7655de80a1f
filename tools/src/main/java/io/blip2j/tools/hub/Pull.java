package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Brings a model into the cache: what files there are, how large they are, the missing ones one by one, and last
/// the reference, so that a model is found by its name when all of it is there.
final class Pull {
    private static final int TRIES = 3;
    private static final long MEGABYTE = 1_000_000;

    private final Hub hub;
    private final HubCache cache;
    private final Console console;
    private final long pauseMillis;

    /// What `--json` prints for each file.
    record Row(String file, long bytes, String sha256) {}

    /// @param pauseMillis wait before the second try of anything
    Pull(Hub hub, HubCache cache, Console console, long pauseMillis) {
        this.hub = hub;
        this.cache = cache;
        this.console = console;
        this.pauseMillis = pauseMillis;
    }

    /// Fetches what is missing of a model.
    /// @return its snapshot
    Path run(HubName name) throws IOException {
        Hub.Listing listing = patiently(name.toString(), () -> hub.list(name));
        List<String> needed = HubFiles.needed(listing.files());
        if (!HubFiles.hasWeights(needed)) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "HUB-FILES",
                    name.toString(),
                    listing.files().size() + " files, none of them weights",
                    "model.safetensors or pytorch_model.bin, or their parts",
                    "Choose another model or --revision");
        }
        List<HubFile> files = new ArrayList<>();
        long total = 0;
        for (String file : needed) {
            HubFile found = patiently(file, () -> hub.file(name, listing.commit(), file));
            files.add(found);
            total += Math.max(0, found.bytes());
        }
        requireRoom(files);
        fetch(name, listing.commit(), files, total);
        cache.refer(name.revision(), listing.commit());
        return cache.snapshot(listing.commit());
    }

    private void fetch(HubName name, String commit, List<HubFile> files, long total) throws IOException {
        try (Progress progress = console.progress("downloading " + name + ", MB", total / MEGABYTE)) {
            long[] done = {0};
            for (HubFile file : files) {
                String sha256;
                if (isThere(file)) {
                    done[0] += file.bytes();
                    sha256 = file.isSha256() ? file.hash() : sha256(cache.blob(file.hash()));
                } else {
                    Download download = new Download(
                            hub,
                            cache,
                            name,
                            commit,
                            more -> {
                                done[0] += more;
                                progress.update(done[0] / MEGABYTE, file.name());
                            },
                            pauseMillis);
                    sha256 = download.fetch(file);
                }
                cache.link(commit, file.name(), file.hash());
                long bytes = Files.size(cache.blob(file.hash()));
                console.result(new Row(file.name(), bytes, sha256), file.name() + "\t" + bytes + "\t" + sha256);
            }
            progress.update(done[0] / MEGABYTE, "");
        }
    }

    private boolean isThere(HubFile file) throws IOException {
        Path blob = cache.blob(file.hash());
        return Files.isRegularFile(blob) && (file.bytes() < 0 || Files.size(blob) == file.bytes());
    }

    private void requireRoom(List<HubFile> files) throws IOException {
        Files.createDirectories(cache.folder());
        long missing = 0;
        for (HubFile file : files) {
            Path part = cache.incomplete(file.hash());
            long have = Files.isRegularFile(part) ? Files.size(part) : 0;
            missing += isThere(file) ? 0 : Math.max(0, file.bytes() - have);
        }
        long room = Files.getFileStore(cache.folder()).getUsableSpace();
        if (missing > room) {
            throw new InputException(
                    InputException.Kind.IO,
                    "HUB-ROOM",
                    cache.folder().toString(),
                    room / MEGABYTE + " MB of room",
                    missing / MEGABYTE + " MB for what is missing",
                    "Free some, or set HF_HUB_CACHE to another disk");
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Download.digest("SHA-256");
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T patiently(String what, Question<T> question) throws IOException {
        for (int failures = 1; ; failures++) {
            try {
                return question.ask();
            } catch (IOException problem) {
                if (failures == TRIES) {
                    InputException told = new InputException(
                            InputException.Kind.IO,
                            "HUB-REACH",
                            what,
                            String.valueOf(problem.getMessage()),
                            "an answer of " + hub.settings().endpoint(),
                            "Check the network and HF_ENDPOINT, then run it again");
                    told.initCause(problem);
                    throw told;
                }
                pause(failures);
            }
        }
    }

    private void pause(int failures) throws IOException {
        try {
            Thread.sleep(pauseMillis << (failures - 1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
