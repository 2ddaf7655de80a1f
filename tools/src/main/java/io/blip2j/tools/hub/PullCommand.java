package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Downloads a model into the hub cache, where `--model ORG/NAME` and Hugging Face's own tools find it.
@Command(
        name = "pull",
        description = {
            "Download a model into the hub cache: what is missing, resumed where it was cut, hashes checked.",
            "HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_HUB_DOWNLOAD_TIMEOUT and HF_HUB_OFFLINE count."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 pull Salesforce/blip2-opt-2.7b"})
public final class PullCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 1000;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--revision",
            paramLabel = "R",
            description = "A branch, tag or commit (default: main, or what stands behind @ in the name).")
    private String revision;

    @Parameters(paramLabel = "ORG/NAME", description = "The model.")
    private String model;

    @Override
    public Integer call() throws IOException {
        return pull(System.getenv(), common.console());
    }

    private int pull(Map<String, String> environment, Console console) throws IOException {
        HubName name = HubName.of(revision == null ? model : model + "@" + revision);
        if (name == null) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "CLI-MODEL",
                    revision == null ? "ORG/NAME" : "ORG/NAME and --revision",
                    "'" + model + "'" + (revision == null ? "" : " and '" + revision + "'"),
                    "a name such as Salesforce/blip2-opt-2.7b",
                    "Correct it");
        }
        try (Hub hub = new Hub(HubSettings.of(environment))) {
            Path snapshot = new Pull(hub, HubCache.of(name, environment), console, PAUSE_MILLIS).run(name);
            console.note("in " + snapshot + "; use it with --model " + name);
        }
        return 0;
    }
}
