package io.blip2j.tools.folders;

import io.blip2j.blip2.folders.FolderReport;
import io.blip2j.blip2.folders.Inspection;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.ExitCode;
import io.blip2j.tools.infer.ModelPlace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says what a folder holds, without reading its numbers.
@Command(
        name = "inspect",
        description = "Say what a folder holds: architecture, parameters, defaults taken, keys that match nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 inspect Salesforce/blip2-opt-2.7b"})
public final class InspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "DIR|ORG/NAME", description = "A folder, or a name in the hub cache.")
    private String folder;

    @Override
    public Integer call() {
        FolderReport report = Inspection.of(ModelPlace.find(folder, System.getenv()));
        common.console().result(ReportText.json(report), ReportText.text(report));
        return (report.sound() ? ExitCode.OK : ExitCode.BAD).code();
    }
}
